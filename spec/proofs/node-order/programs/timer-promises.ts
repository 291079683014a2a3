import {
  scheduler,
  setImmediate as turn,
  setInterval as ticks,
  setTimeout as sleep,
} from "node:timers/promises";
import { promisify } from "node:util";
import type { Programs } from "../program.ts";

export const timerPromises: Programs = {
  "sleepers of one delay wake in the order they went to sleep": (print) => {
    for (const name of ["A", "B", "C"]) {
      void sleep(2, name).then(print);
    }
  },

  "a woken sleeper runs to its next wait before the next wakes": (print) => {
    const walk = async (name: string): Promise<void> => {
      for (let step = 1; step <= 2; step++) {
        await sleep(2);
        print(`${name}${step}`);
        await Promise.resolve();
        print(`${name}${step} and on`);
      }
    };
    void walk("A");
    void walk("B");
  },

  "sleepers and callbacks of one delay share one line": (print) => {
    setTimeout(() => print("callback A"), 2);
    void sleep(2).then(() => print("sleeper B"));
    setTimeout(() => print("callback C"), 2);
  },

  "a promised immediate lines up with the others": (print) => {
    setImmediate(() => print("immediate A"));
    void turn("promised B").then(print);
    setImmediate(() => print("immediate C"));
  },

  "scheduler.yield is an immediate, scheduler.wait a timeout": (print) => {
    setTimeout(() => print("timeout A"), 20);
    void scheduler.wait(20).then(() => print("wait B"));
    setTimeout(() => print("timeout C"), 20);
    setImmediate(() => print("immediate A"));
    void scheduler.yield().then(() => print("yield B"));
    setImmediate(() => print("immediate C"));
  },

  "promisify turns setTimeout and setImmediate into waits": async (print) => {
    setTimeout(() => print("timeout"), 20);
    print(await promisify(setImmediate)("immediate"));
    print(await promisify(setTimeout)(20, "sleeper"));
  },

  "the loser of a race wakes all the same": async (print) => {
    const loser = sleep(20).then(() => print("loser"));
    await Promise.race([sleep(1).then(() => print("winner")), loser]);
    print("the race is over");
  },

  "waits that were begun together end together": async (print) => {
    const waits = ["A", "B", "C"].map(async (name) => {
      await sleep(2);
      print(name);
    });
    await Promise.all(waits);
    print("all");
  },

  "an interval's iteration ends with its loop": async (print) => {
    let tick = 0;
    for await (const value of ticks(1, "tick")) {
      print(`${value} ${++tick}`);
      if (tick === 3) {
        break;
      }
    }
    print("done");
  },

  "two iterated intervals of one delay take turns": (print) => {
    const walk = async (name: string): Promise<void> => {
      let tick = 0;
      for await (const _ of ticks(2)) {
        print(`${name}${++tick}`);
        if (tick === 3) {
          break;
        }
      }
    };
    void walk("A");
    void walk("B");
  },
};
