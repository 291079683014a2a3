import { stat } from "node:fs";
import type { Programs } from "../program.ts";

export const immediates: Programs = {
  "immediates run in the order they were set": (print) => {
    setImmediate(() => print("A"));
    setImmediate(() => print("B"));
    setImmediate(() => print("C"));
  },

  "all promise work of an immediate runs before the next": (print) => {
    setImmediate(() => {
      print("A");
      void Promise.resolve()
        .then(() => print("A's promise"))
        .then(() => print("A's second promise"));
    });
    setImmediate(() => print("B"));
  },

  "the ticks of an immediate run before its promises": (print) => {
    setImmediate(() => {
      void Promise.resolve().then(() => print("A's promise"));
      process.nextTick(() => print("A's tick"));
      print("A");
    });
    setImmediate(() => print("B"));
  },

  "an immediate set by an immediate waits for the next lap": (print) => {
    setImmediate(() => {
      print("A");
      setImmediate(() => print("C, set by A"));
    });
    setImmediate(() => print("B"));
  },

  "an immediate set by the promise of an immediate waits, too": (print) => {
    setImmediate(() => {
      print("A");
      void Promise.resolve().then(() => setImmediate(() => print("C")));
    });
    setImmediate(() => print("B"));
  },

  "a cleared immediate does not run": (print) => {
    const immediate = setImmediate(() => print("never"));
    setImmediate(() => print("B"));
    clearImmediate(immediate);
  },

  "an immediate can clear the next": (print) => {
    setImmediate(() => {
      print("A clears B");
      clearImmediate(second);
    });
    const second = setImmediate(() => print("never"));
    setImmediate(() => print("C"));
  },

  "the promise of an immediate can clear the next": (print) => {
    setImmediate(() => {
      void Promise.resolve()
        .then(() => print("A's promise clears B"))
        .then(() => clearImmediate(second));
    });
    const second = setImmediate(() => print("never"));
    setImmediate(() => print("C"));
  },

  "a disposed immediate does not run": (print) => {
    const immediate = setImmediate(() => print("never"));
    setImmediate(() => print("B"));
    immediate[Symbol.dispose]();
  },

  "an immediate is handed its arguments": (print) => {
    setImmediate((...args: string[]) => print(args.join("+")), "A", "B");
  },

  "an immediate calls its callback on itself": (print) => {
    const immediate = setImmediate(function (this: unknown) {
      print(this === immediate ? "the immediate" : "something else");
    });
  },

  "a chain of immediates does not wait for a timer": (print) => {
    setTimeout(() => print("timer"), 50);
    const chain = (left: number): void => {
      print(`${left} left`);
      if (left > 0) {
        setImmediate(chain, left - 1);
      }
    };
    setImmediate(chain, 3);
  },

  "ticks that set ticks all run before the next immediate": (print) => {
    const chain = (left: number): void => {
      print(`tick, ${left} left`);
      if (left > 0) {
        process.nextTick(chain, left - 1);
      }
    };
    setImmediate(() => process.nextTick(chain, 3));
    setImmediate(() => print("immediate"));
  },

  "of what a timer sets, ticks come first, then promises, immediates, timers": (
    print,
  ) => {
    setTimeout(() => {
      setTimeout(() => print("timer"), 50);
      setImmediate(() => print("immediate"));
      void Promise.resolve().then(() => print("promise"));
      process.nextTick(() => print("tick"));
      print("code");
    }, 1);
  },

  "an I/O callback's immediate runs before its timer": (print) => {
    stat(".", () => {
      print("read");
      setTimeout(() => print("timer"), 0);
      setImmediate(() => print("immediate"));
      void Promise.resolve().then(() => print("promise"));
      process.nextTick(() => print("tick"));
    });
  },

  "immediates of an I/O callback take turns with their promises": (print) => {
    stat(".", () => {
      for (const name of ["A", "B"]) {
        setImmediate(() => {
          print(name);
          process.nextTick(() => print(`${name}'s tick`));
          queueMicrotask(() => print(`${name}'s microtask`));
        });
      }
    });
  },
};
