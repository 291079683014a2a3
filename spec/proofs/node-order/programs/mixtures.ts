import { setTimeout as sleep } from "node:timers/promises";
import type { Programs } from "../program.ts";

export const mixtures: Programs = {
  "a timer inside an immediate inside a microtask": (print) => {
    queueMicrotask(() => {
      print("microtask");
      setImmediate(() => {
        print("immediate");
        setTimeout(() => print("timer"), 1);
      });
    });
  },

  "an immediate inside a timer inside a tick": (print) => {
    process.nextTick(() => {
      print("tick");
      setTimeout(() => {
        print("timer");
        setImmediate(() => print("immediate"));
      }, 1);
    });
  },

  "immediates of three due timers line up behind the last": (print, lag) => {
    for (const name of ["A", "B", "C"]) {
      setTimeout(() => {
        print(name);
        setImmediate(() => {
          print(`${name}'s immediate`);
          process.nextTick(() => print(`its tick`));
        });
      }, 2);
    }
    lag();
  },

  "an immediate set by a due timer can be cleared by the next": (
    print,
    lag,
  ) => {
    let immediate: NodeJS.Immediate | undefined;
    setTimeout(() => {
      print("A sets the immediate");
      immediate = setImmediate(() => print("never"));
    }, 2);
    setTimeout(() => {
      print("B clears it");
      clearImmediate(immediate);
    }, 2);
    lag();
  },

  "an immediate of a due timer can clear a timer that is not due": (print) => {
    const late = setTimeout(() => print("never"), 50);
    setTimeout(() => {
      print("timer");
      setImmediate(() => {
        print("immediate clears the late timer");
        clearTimeout(late);
      });
    }, 1);
  },

  "producer and consumer that hand over by promises alternate": async (
    print,
  ) => {
    let hand: (item: number) => void = () => {};
    const consume = async (): Promise<void> => {
      for (let count = 0; count < 3; count++) {
        const item = await new Promise<number>((resolve) => (hand = resolve));
        print(`got ${item}`);
      }
    };
    void consume();
    for (let item = 1; item <= 3; item++) {
      await sleep(2);
      print(`made ${item}`);
      hand(item);
    }
  },

  "a mutex of promises lets sleepers in one by one": (print) => {
    const visit = async (name: string, before: Promise<void>) => {
      await before;
      print(`${name} in`);
      await sleep(1);
      print(`${name} out`);
    };
    let last = Promise.resolve();
    for (const name of ["A", "B", "C"]) {
      last = visit(name, last);
    }
  },

  "a retry that backs off runs between quicker timers": async (print) => {
    const quick = setTimeout(() => print("quick"), 1);
    for (const pause of [20, 40]) {
      try {
        await Promise.reject(new Error("busy"));
      } catch (error) {
        print(`${(error as Error).message}, waits ${pause} ms`);
        await sleep(pause);
      }
    }
    clearTimeout(quick);
    print("gives up");
  },

  "an async generator yields between timers": async (print) => {
    async function* countdown(): AsyncGenerator<number> {
      try {
        for (let left = 3; ; left--) {
          await sleep(2);
          yield left;
        }
      } finally {
        print("closed");
      }
    }
    for await (const left of countdown()) {
      print(`${left}`);
      if (left === 1) {
        break;
      }
    }
    print("after the loop");
  },

  "a debounced call runs once, after the last": (print) => {
    let timer: NodeJS.Timeout | undefined;
    const save = (text: string): void => {
      clearTimeout(timer);
      timer = setTimeout(() => print(`saved ${text}`), 20);
    };
    save("A");
    setImmediate(() => save("B"));
    process.nextTick(() => save("C"));
  },
};
