import { EventEmitter, once } from "node:events";
import type { Programs } from "../program.ts";

const resolved = (): Promise<void> => Promise.resolve();

export const ticksAndPromises: Programs = {
  "three timers due together each run all their promises before the next": (
    print,
    lag,
  ) => {
    for (const name of ["A", "B", "C"]) {
      setTimeout(() => {
        print(name);
        void resolved()
          .then(() => print(`${name}'s promise`))
          .then(() => print(`${name}'s second promise`));
      }, 2);
    }
    lag();
  },

  "each due timer runs its ticks, then its promises": (print, lag) => {
    for (const name of ["A", "B"]) {
      setTimeout(() => {
        void resolved().then(() => print(`${name}'s promise`));
        process.nextTick(() => print(`${name}'s tick`));
        print(name);
      }, 2);
    }
    lag();
  },

  "a program begins inside a promise job, so promises go before ticks": (
    print,
  ) => {
    process.nextTick(() => print("tick"));
    void resolved().then(() => print("promise"));
    print("code");
  },

  "ticks run in the order they were set, with their arguments": (print) => {
    setImmediate(() => {
      process.nextTick(print, "A");
      process.nextTick(print, "B");
    });
  },

  "a tick set by a tick runs before the promises": (print) => {
    setImmediate(() => {
      void resolved().then(() => print("promise"));
      process.nextTick(() => {
        print("A");
        process.nextTick(() => print("C, set by A"));
      });
      process.nextTick(() => print("B"));
    });
  },

  "a promise resolved by a tick waits until no tick is left": (print) => {
    setImmediate(() => {
      process.nextTick(() => {
        print("tick A");
        void resolved().then(() => print("A's promise"));
      });
      process.nextTick(() => print("tick B"));
    });
  },

  "a tick set by a promise waits until no promise is left": (print) => {
    setImmediate(() => {
      void resolved()
        .then(() => process.nextTick(() => print("tick")))
        .then(() => print("promise"))
        .then(() => print("its promise"));
    });
  },

  "ticks and promises alternate while they set each other": (print) => {
    setImmediate(() => {
      process.nextTick(() => {
        print("tick 1");
        queueMicrotask(() => {
          print("microtask 1");
          process.nextTick(() => {
            print("tick 2");
            queueMicrotask(() => print("microtask 2"));
          });
        });
      });
      setImmediate(() => print("next lap"));
    });
  },

  "queueMicrotask and promises share one line": (print) => {
    queueMicrotask(() => print("microtask A"));
    void resolved().then(() => print("promise"));
    queueMicrotask(() => print("microtask B"));
  },

  "a long chain of promises runs before a timer": async (print) => {
    setTimeout(() => print("timer"), 1);
    for (let links = 0; links < 1_000; links++) {
      await Promise.resolve();
    }
    print("1,000 promises");
  },

  "two async functions that await take turns": (print) => {
    const count = async (name: string): Promise<void> => {
      for (let step = 1; step <= 3; step++) {
        print(`${name}${step}`);
        await Promise.resolve();
      }
    };
    void count("A");
    void count("B");
  },

  "an error thrown in a due timer's promise is caught before the next timer": (
    print,
    lag,
  ) => {
    setTimeout(() => {
      void resolved()
        .then(() => Promise.reject(new Error("lost")))
        .catch((error: Error) => print(`A caught ${error.message}`))
        .finally(() => print("A's end"));
    }, 2);
    setTimeout(() => print("B"), 2);
    lag();
  },

  "an error that an awaiting function catches keeps its place": async (
    print,
  ) => {
    setImmediate(() => print("immediate"));
    process.nextTick(() => print("tick"));
    try {
      await Promise.reject(new Error("lost"));
    } catch (error) {
      print(`caught ${(error as Error).message}`);
    }
    await Promise.resolve();
    print("still before the tick");
  },

  "an event is heard inside the call, its promise later": (print) => {
    const door = new EventEmitter();
    void once(door, "open").then(() => print("promise of the event"));
    door.on("open", () => print("listener"));
    setImmediate(() => {
      process.nextTick(() => print("tick"));
      door.emit("open");
      print("after the call");
    });
  },
};
