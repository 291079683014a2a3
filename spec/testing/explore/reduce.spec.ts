import { describe, expect, it } from "vitest";
import {
  asCompleted,
  AsyncEvent,
  AsyncQueue,
  asyncWith,
  Barrier,
  Condition,
  createTask,
  gather,
  Lock,
  nextTurn,
  Semaphore,
  sleep,
  type Task,
} from "../../../src/index.ts";
import {
  choose,
  everySchedule,
  explore,
  settle,
  type Outcome,
} from "../../../src/testing/index.ts";
import { readFile } from "node:fs/promises";

/*
 * Two turns that touch nothing in common lead to the same, whichever comes first; so one of the two orders is enough. The
 * kit sees what turns do to the things of the library, and not which plain variables they share: so a search leaves out
 * such schedules only where it is told that tasks share nothing else. What it leaves out is counted here, and that nothing
 * gets lost: `npm run enumeration` does so for ten thousand random programs.
 */
describe("A search that leaves out equivalent schedules", () => {
  const counts = async (
    main: () => unknown,
    options = {},
  ): Promise<[full: number, reduced: number]> => {
    const full = await explore(main, options);
    const reduced = await explore(main, { ...options, reduce: true });
    expect(reduced.complete).toBe(true);
    expect(endings(reduced.outcomes)).toEqual(endings(full.outcomes));
    return [full.schedules, reduced.schedules];
  };
  const endings = (outcomes: readonly Outcome[]): string[] =>
    outcomes.map(({ output, error }) => `${output}${String(error)}`).toSorted();

  it("has one for eight turns that touch nothing, of 40,320", async () => {
    const main = async (): Promise<void> => {
      await Promise.all(Array.from({ length: 8 }, () => nextTurn()));
    };
    const { complete, schedules } = await explore(main, { reduce: true });
    expect([complete, schedules]).toEqual([true, 1]);
  });

  it("has fewer where two pairs have a queue each", async () => {
    const pair = (name: string): Task<unknown>[] => {
      const queue = new AsyncQueue<string>(1);
      return [
        createTask(() => queue.put(name), { name: `${name} puts` }),
        createTask(() => queue.get(), { name: `${name} gets` }),
      ];
    };
    const main = async (): Promise<void> =>
      console.log(await gather(...pair("a"), ...pair("b")));
    expect(await counts(main)).toEqual([46, 4]);
  });

  it("has fewer where timers touch nothing", async () => {
    const main = async (): Promise<void> => {
      await Promise.all(
        [1, 2, 3, 4].map(() => new Promise((done) => setTimeout(done, 5))),
      );
    };
    expect(await counts(main)).toEqual([24, 1]);
  });

  it("leaves out nothing unless it is told to", async () => {
    let seen = "";
    const main = async (): Promise<void> => {
      seen = "";
      const note = async (name: string): Promise<void> => {
        await nextTurn();
        seen += name;
      };
      await Promise.all([note("a"), note("b"), note("c"), note("d")]);
      console.log(seen);
    };
    expect((await explore(main)).outcomes).toHaveLength(24);
    expect((await explore(main, { reduce: false })).outcomes).toHaveLength(24);
    expect((await explore(main, { reduce: true })).outcomes).toHaveLength(1); // a plain variable is what it does not see
  });

  it.each(["turns", "deadlines"] as const)(
    "leaves out nothing where only %s may change places",
    async (vary) => {
      const main = async (): Promise<void> => {
        const timers = [1, 2, 3].map(
          () => new Promise((done) => setTimeout(done, 5)),
        );
        await Promise.all([nextTurn(), nextTurn(), nextTurn(), ...timers]);
      };
      const [full, reduced] = await counts(main, { vary });
      expect(reduced).toBe(full);
    },
  );

  it("leaves out nothing where real I/O takes part", async () => {
    const main = async (): Promise<void> => {
      await readFile(import.meta.filename);
      await Promise.all([nextTurn(), nextTurn(), nextTurn()]);
    };
    const { io, schedules } = await explore(main, { reduce: true });
    expect([io, schedules]).toEqual([true, 6]);
  });

  it("fails for the same", async () => {
    const queue = async (): Promise<void> => {
      const items = new AsyncQueue<number>();
      const put = (item: number) => createTask(() => items.putNowait(item));
      await gather(put(1), put(2), put(3));
      if (items.getNowait() === 3) throw new Error("3 is first");
    };
    await expect(everySchedule(queue, { reduce: true })).rejects.toThrow(
      "3 is first",
    );
  });

  it("goes on where it has stopped", async () => {
    const main = async (): Promise<void> => {
      const queue = new AsyncQueue<string>();
      const put = (name: string) =>
        createTask(
          async () => {
            await nextTurn();
            await queue.put(name);
          },
          { name },
        );
      await gather(put("a"), put("b"), put("c"));
      console.log([await queue.get(), await queue.get(), await queue.get()]);
    };
    const whole = await explore(main, { reduce: true });
    let part = await explore(main, { reduce: true, schedules: 10 });
    while (part.state !== undefined) {
      const { state } = part;
      part = await explore(main, { reduce: true, schedules: 10, state });
    }
    expect(endings(part.outcomes)).toEqual(endings(whole.outcomes));
  });

  it("refuses what is neither true nor false", async () => {
    await expect(explore(() => {}, { reduce: 1 } as never)).rejects.toThrow(
      new TypeError("Cannot explore: reduce must be a boolean, received 1"),
    );
  });

  describe("finds what rests on the order", () => {
    const both = async (
      a: () => unknown,
      b: () => unknown,
    ): Promise<unknown[]> => {
      const task = (body: () => unknown, name: string) =>
        createTask(
          async () => {
            try {
              return await body();
            } catch (error) {
              return String(error);
            }
          },
          { name },
        );
      return gather(task(a, "a"), task(b, "b"));
    };

    /** Each ends in more than one way, and no two of its turns share anything but what its name says. */
    const programs: Record<string, () => Promise<unknown>> = {
      "of puts": async () => {
        const queue = new AsyncQueue<string>();
        await both(
          () => queue.put("a"),
          () => queue.put("b"),
        );
        return queue.get();
      },
      "of gets": async () => {
        const queue = new AsyncQueue<number>();
        queue.putNowait(1);
        queue.putNowait(2);
        return both(
          () => queue.get(),
          () => queue.get(),
        );
      },
      "of a get that does not wait": async () => {
        const queue = new AsyncQueue<number>();
        return both(
          () => queue.getNowait(),
          () => queue.put(1),
        );
      },
      "of a put that does not wait": async () => {
        const queue = new AsyncQueue<number>(1);
        queue.putNowait(1);
        return both(
          () => queue.putNowait(2),
          () => queue.get(),
        );
      },
      "of a put and the end of the queue": async () => {
        const queue = new AsyncQueue<number>();
        return both(
          () => queue.put(2),
          () => queue.shutdown(),
        );
      },
      "of a loop and the end of the queue": async () => {
        const queue = new AsyncQueue<number>();
        const log = new AsyncQueue<string>();
        await both(
          async () => {
            for await (const _ of queue);
            log.putNowait("ended");
          },
          async () => {
            queue.shutdown();
            await nextTurn();
            log.putNowait("shut");
          },
        );
        return [log.getNowait(), log.getNowait()];
      },
      "of taskDone and join": async () => {
        const queue = new AsyncQueue<number>();
        const log = new AsyncQueue<string>();
        queue.putNowait(1);
        await both(
          async () => {
            await queue.join();
            log.putNowait("joined");
          },
          async () => {
            queue.taskDone();
            log.putNowait("done");
            await nextTurn();
            queue.putNowait(2);
          },
        );
        return [log.getNowait(), log.getNowait()];
      },
      "of taskDone in vain": async () => {
        const queue = new AsyncQueue<number>();
        return both(
          () => queue.taskDone(),
          () => queue.put(1),
        );
      },
      "of those who want a lock": async () => {
        const [lock, log] = [new Lock(), new AsyncQueue<string>()];
        const enter = (name: string) => async () => {
          using _ = await lock.acquire();
          log.putNowait(name);
        };
        await both(enter("a"), enter("b"));
        return log.getNowait();
      },
      "of a release in vain": async () => {
        const lock = new Lock();
        return both(
          () => lock.release(),
          () => lock.acquire().then(() => "acquired"),
        );
      },
      "of those who want a place": async () => {
        const semaphore = new Semaphore(1);
        const log = new AsyncQueue<string>();
        const enter = (name: string) => async () => {
          using _ = await semaphore.acquire();
          await nextTurn();
          log.putNowait(name);
        };
        await both(enter("a"), enter("b"));
        return log.getNowait();
      },
      "of a flag that is set and cleared": async () => {
        const event = new AsyncEvent();
        event.set();
        const start = performance.now();
        return both(
          async () => {
            await event.wait();
            return performance.now() - start;
          },
          async () => {
            event.clear();
            await sleep(5);
            event.set();
          },
        );
      },
      "of a barrier that is aborted": async () => {
        const barrier = new Barrier(1);
        return both(
          () => barrier.wait(),
          () => barrier.abort(),
        );
      },
      "of a notice": async () => {
        const condition = new Condition();
        return both(
          () => asyncWith(condition, () => condition.wait()),
          () => asyncWith(condition, () => condition.notify()),
        );
      },
      "of the end of a task": async () => {
        const log = new AsyncQueue<string>();
        const other = createTask(() => "ended", { name: "other" });
        await both(
          async () => {
            log.putNowait(await other);
          },
          async () => {
            await nextTurn();
            log.putNowait("later");
          },
        );
        return log.getNowait();
      },
      "of a task that is told of, and its end": async () => {
        const other = createTask(() => 1, { name: "other" });
        const log = new AsyncQueue<string>();
        await both(
          async () => {
            await gather(other);
            log.putNowait("gathered");
          },
          async () => {
            await nextTurn();
            log.putNowait("later");
          },
        );
        return log.getNowait();
      },
      "of a cancellation": async () => {
        const other = createTask(() => "it ran", { name: "other" });
        return both(
          () => other.cancel(),
          () => other,
        );
      },
      "of a failure": async () => {
        const fails = (name: string) =>
          createTask(
            async () => {
              await nextTurn();
              throw new Error(name);
            },
            { name },
          );
        return gather(fails("a"), fails("b")).catch(String);
      },
      "of what ends first": async () => {
        const tasks = ["a", "b"].map((name) =>
          createTask(() => name, { name }),
        );
        for await (const { task } of asCompleted(tasks)) return task;
        return undefined;
      },
      "of what is printed": () =>
        both(
          () => console.log("a"),
          () => console.log("b"),
        ),
      "of what is drawn": () => both(Math.random, Math.random),
      "of names": () =>
        both(
          () => createTask(() => {}).name,
          () => createTask(() => {}).name,
        ),
      "of immediates": async () => {
        const log = new AsyncQueue<string>();
        const later = (name: string) => () =>
          new Promise<void>((resolve) => {
            setImmediate(() => {
              log.putNowait(name);
              resolve();
            });
          });
        await both(later("a"), later("b"));
        return log.getNowait();
      },
      "of those who settle": async () => {
        const log = new AsyncQueue<string>();
        const later = (name: string) => async () => {
          await settle();
          log.putNowait(name);
        };
        await both(later("a"), later("b"));
        return log.getNowait();
      },
      "of a timer that is called off": async () => {
        const queue = new AsyncQueue<string>();
        const timer = setTimeout(() => queue.putNowait("fired"), 5);
        const other = setTimeout(() => clearTimeout(timer), 5);
        await sleep(10);
        clearTimeout(other);
        return queue.size;
      },
      "of a sleep that is ended": async () => {
        const ends = new AbortController();
        setTimeout(() => ends.abort("ended"), 5);
        return sleep(5, ends).catch(String);
      },
      "of contexts": async () => {
        const shared: string[] = [];
        const manager = (name: string) => ({
          enter: async () => void shared.push(name),
          exit: async () => {},
        });
        const use = (name: string) => () => asyncWith(manager(name), () => {});
        await both(use("a"), use("b"));
        return shared;
      },
      "of what is chosen": () =>
        both(
          () => choose([1, 2]),
          () => choose([3, 4]),
        ),
    };

    it.each(Object.keys(programs))("%s", async (what) => {
      const main = async (): Promise<void> =>
        console.log(JSON.stringify(await programs[what]?.()));
      const [full, reduced] = await counts(main);
      expect((await explore(main)).outcomes.length).toBeGreaterThan(1);
      expect(reduced).toBeLessThanOrEqual(full);
    });

    it("of sleeps that are ended", async () => {
      const main = async (): Promise<void> => {
        const ends = new AbortController();
        const log = new AsyncQueue<string>();
        const sleeper = (name: string) => async () => {
          await sleep(5, ends).catch(() => log.putNowait(name));
        };
        setTimeout(() => ends.abort(), 3);
        await both(sleeper("a"), sleeper("b"));
        console.log(log.getNowait());
      };
      const [full, reduced] = await counts(main);
      expect(reduced).toBeLessThan(full);
    });

    it("of timers that are near", async () => {
      const main = async (): Promise<void> => {
        const queue = new AsyncQueue<number>();
        const reply = (ms: number) => async () => {
          await sleep(ms);
          queue.putNowait(performance.now());
        };
        await both(reply(10), reply(12));
        console.log(queue.getNowait(), queue.getNowait());
      };
      const [full, reduced] = await counts(main, { latency: 5 });
      expect(reduced).toBeLessThan(full);
    });
  });
});
