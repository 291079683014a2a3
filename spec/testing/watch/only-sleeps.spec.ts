import { spawn } from "node:child_process";
import { once } from "node:events";
import { stat } from "node:fs/promises";
import { setTimeout as nap, setInterval as ticks } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  AsyncEvent,
  AsyncQueue,
  asyncWith,
  createTask,
  gather,
  sleep,
  TaskGroup,
  timeout,
} from "../../../src/index.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { RunningCode } from "../../../src/testing/loop/running-code.ts";
import type { VirtualTimers } from "../../../src/testing/loop/virtual-timers.ts";
import { OnlySleeps } from "../../../src/testing/watch/only-sleeps.ts";
import { failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * Code that sleeps in a loop keeps a program alive, though nobody does what main waits for. Nobody can tell that from a
 * long simulation, which some day does it. The run takes the side of the simulation for 600,000 timers and sleeps in a
 * row, more than a year has minutes; or for 0.6 times as many as jobs may run at a moment. Then it is a deadlock. Where main
 * waits for time itself, or for the end of what does, the run waits twice as long.
 */
describe("A wait that never ends beside code that only sleeps", () => {
  const place = placesIn(import.meta.url);
  const few = { jobsPerMoment: 500 }; // 300 timers and sleeps
  const MANY = 500;
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
  async function waitForEver(): Promise<void> {
    await new Promise(() => {}); // for ever
  }
  async function beat(): Promise<void> {
    for (;;) {
      await sleep(1_000); // beat
    }
  }

  it("is a deadlock, with its whole text", async () => {
    const error = await failureOf(async () => {
      createTask(beat, { name: "heart" });
      void (async () => {
        for (;;) {
          await later(700);
        }
      })();
      await new AsyncQueue().get(); // get
    }, few);
    expect(error).toBeInstanceOf(DeadlockError);
    const [why, main, ...others] = withoutColumns(String(error)).split("\n  ");
    expect(why).toBe(
      "DeadlockError: Cannot finish: 300 timers have fired in a row, and only sleeps went on; jobsPerMoment allows more",
    );
    expect(main).toBe(
      `main waits for AsyncQueue.get since 0 ms at ${place("get")}; nobody else has put into it`,
    );
    expect(others[0]).toMatch(/^heart waits for sleep since \d+ ms at /);
  });

  it("is one all the sooner where real I/O goes on too, which takes longer", async () => {
    let count = 0;
    const error = await failureOf(
      async () => {
        for (;;) {
          count++;
          await stat(".");
          await later(1_000);
        }
      },
      { jobsPerMoment: 1_000 },
    );
    expect(error).toBeInstanceOf(DeadlockError);
    expect(String(error)).toContain(
      "Cannot finish: timers and real I/O have cost as much as 1200 timers do, and only sleeps went on; jobsPerMoment allows more",
    );
    expect(count).toBeLessThan(400); // of sleeps alone it would be 1,200; how many it is depends on the machine
    expect(count).toBeGreaterThan(100); // main may well work on many files
  });

  it.each([5_000, 500])(
    "is one after few rounds where each of them costs patience, of %i jobs that may run at a moment",
    async (jobsPerMoment) => {
      const echo = spawn("cat");
      let count = 0;
      const poll = async (): Promise<void> => {
        for (;;) {
          count++;
          echo.stdin.write(".");
          await once(echo.stdout, "data");
          await later(1_000);
        }
      };
      const error = await failureOf(
        () => Promise.all([poll(), waitForEver()]),
        {
          jobsPerMoment,
          patience: 5,
        },
      );
      echo.kill();
      await once(echo, "close");
      expect(String(error)).toContain("and only sleeps went on");
      expect(count).toBeLessThan(30);
    },
  );

  it.each<[string, () => Promise<unknown>]>([
    [
      "sleep",
      async () => {
        for (;;) {
          await sleep(1); // here
        }
      },
    ],
    [
      "a promise",
      async () => {
        for (;;) {
          await later(0); // here
        }
      },
    ],
  ])("is one where main itself sleeps for ever, by %s", async (what, main) => {
    const error = await failureOf(main, few);
    expect(error).toBeInstanceOf(DeadlockError);
    const [why, own] = withoutColumns(String(error)).split("\n  ");
    expect(why).toBe(
      "DeadlockError: Cannot finish: 600 timers have fired in a row, and only sleeps went on; jobsPerMoment allows more",
    );
    expect(own).toMatch(
      new RegExp(`^main waits for ${what} since \\d+ ms at .*only-sleeps`),
    );
  });

  const twice = async (): Promise<void> => {
    await later(3);
    await later(4);
  };

  it.each<[string, () => Promise<unknown>]>([
    [
      "promises of timers",
      async () => {
        for (;;) {
          await nap(10);
        }
      },
    ],
    [
      "an interval, and sleeps meanwhile",
      async () => {
        for await (const _ of ticks(1_000)) {
          await sleep(3);
        }
      },
    ],
    [
      "functions that sleep several times",
      async () => {
        for (;;) {
          await twice();
        }
      },
    ],
    [
      "immediates behind timers",
      async () => {
        for (;;) {
          await later(1);
          await new Promise((resolve) => setImmediate(resolve));
        }
      },
    ],
    [
      "sleeps in limited time",
      async () => {
        for (;;) {
          await timeout(1_000, () => sleep(500));
        }
      },
    ],
  ])("is one beside %s", async (_, loop) => {
    const error = await failureOf(async () => {
      void loop();
      await waitForEver();
    }, few);
    expect(String(error)).toContain("only sleeps went on");
  });

  it("is one where main waits for whoever waits, and for one that sleeps", async () => {
    const error = await failureOf(
      () =>
        gather(createTask(beat), createTask(waitForEver, { name: "reader" })),
      few,
    );
    expect(withoutColumns(String(error))).toContain(
      `reader waits for a promise since 0 ms at ${place("for ever")} (waitForEver)`,
    );
  });

  /** Sleeps for long, and ends. */
  async function simulation(): Promise<void> {
    for (let turn = 0; turn < MANY; turn++) {
      await later(10); // simulation
    }
  }

  it.each<[string, () => Promise<unknown>]>([
    ["a task that sleeps and ends", () => createTask(simulation)],
    [
      "several tasks that sleep and end, and for one that waits for another",
      () => {
        const first = createTask(simulation);
        const other = createTask(async () => {
          await first;
        });
        return gather(first, other);
      },
    ],
    [
      "a function that sleeps and ends, beside a heartbeat",
      async () => {
        createTask(beat);
        await simulation();
      },
    ],
    ["a body that has time enough", () => timeout(Infinity, simulation)],
    [
      "a group of those that sleep and end",
      () =>
        asyncWith(new TaskGroup(), (group) => {
          group.createTask(simulation);
        }),
    ],
    [
      "its time, beside a reader",
      async () => {
        createTask(waitForEver);
        for (let turn = 0; turn < MANY; turn++) {
          await sleep(10);
        }
      },
    ],
  ])("is none where main waits for %s", async (_, main) => {
    const run = await runVirtual(main, few);
    expect(run.elapsed).toBeGreaterThanOrEqual(10 * MANY);
  });

  it("is none while a queue passes items on", async () => {
    const { result } = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const end = new AsyncEvent();
      createTask(async () => {
        for await (const item of queue) {
          if (item === MANY) {
            end.set();
          }
        }
      });
      createTask(async () => {
        for (let item = 1; item <= MANY; item++) {
          await sleep(10);
          queue.putNowait(item);
        }
      });
      await end.wait();
      return "ended";
    }, few);
    expect(result).toBe("ended");
  });

  it("is none while code goes on that waits for plain promises of others, now and then too", async () => {
    for (const every of [1, 10]) {
      const { elapsed } = await runVirtual(async () => {
        let wake = (): void => {};
        void (async () => {
          for (;;) {
            await new Promise<void>((resolve) => (wake = resolve));
          }
        })();
        await new Promise<void>((resolve) => {
          void (async () => {
            for (let turn = 0; turn < MANY; turn++) {
              await later(5);
              await later(5);
              if (turn % every === 0) {
                wake();
              }
            }
            resolve();
          })();
        });
      }, few);
      expect(elapsed).toBe(10 * MANY);
    }
  });

  it.each([true, false])(
    "is looked for anew where code goes on that has waited for something else, if it is the program's: %s",
    async (isOfProgram) => {
      const running = new RunningCode();
      running.rests = 600_000;
      running.restedSince = 1;
      const timers = { now: 0, pending: [] } as unknown as VirtualTimers;
      const onlySleeps = new OnlySleeps(timers, running, {
        most: 10,
        countOf: () => 1,
        isStuck: () => true,
        noteMore: () => {},
        isOfProgram: () => isOfProgram,
      });
      expect(onlySleeps.isCertain()).toBe(false);
      running.job = 2;
      let resolve!: () => void;
      const waits = new Promise<void>((r) => (resolve = r)).then(String);
      running.job = 3;
      resolve();
      await waits;
      onlySleeps.end();
      expect(running.rests).toBe(isOfProgram ? 0 : 600_000);
    },
  );

  it("is none while a timer is to come that is due much later", async () => {
    const { elapsed } = await runVirtual(async () => {
      createTask(() => beat());
      await new Promise<void>((resolve) => setTimeout(resolve, 1e6));
    }, few);
    expect(elapsed).toBe(1e6);
  });
});
