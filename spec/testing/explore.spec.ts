import { describe, expect, it } from "vitest";
import {
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
  sleep,
} from "../../src/index.ts";
import { DeadlockError, explore } from "../../src/testing/index.ts";
import { steps } from "./steps.ts";
import { withoutColumns } from "./stuck.ts";

/*
 * A run in virtual time shows one order of events, always the same. Where several turns are ready, or several timers due
 * at one moment, the program must not depend on which comes first; so `explore` runs it under all orders, those that
 * depart least from the ordinary one first. What the language fixes, such as the order of promise work, stays fixed.
 */
describe("Exploring every schedule", () => {
  const summary = async (...args: Parameters<typeof explore>) => {
    const { schedules, departures, complete, outcomes } = await explore(
      ...args,
    );
    return [schedules, departures, complete, outcomes.length];
  };

  describe("what is a choice", () => {
    it("a program that never has one runs once", async () => {
      const main = async (): Promise<void> => {
        await sleep(10);
        await createTask(() => nextTurn());
      };
      expect(await summary(main)).toEqual([1, 0, true, 1]);
    });

    it.each([
      [5, 1, 120],
      [3, 2, 90],
      [2, 4, 70],
    ])("%d tasks of %d steps give %d orders", async (tasks, each, orders) => {
      const { schedules, complete, outcomes } = await explore(
        steps(tasks, each),
      );
      expect({ schedules, complete }).toEqual({
        schedules: orders,
        complete: true,
      });
      expect(new Set(outcomes.map(({ output }) => output)).size).toBe(orders);
    });

    it("timers that are due at the same millisecond change places", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("a"), 5);
        setTimeout(() => console.log("b"), 5);
        await sleep(6);
      };
      expect(await outputsOf(main)).toEqual(["a b", "b a"]);
    });

    it("sleepers and timers that are due together change places", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("timer"), 5);
        await sleep(5);
        console.log("main");
      };
      expect(await outputsOf(main)).toEqual(["timer main", "main timer"]);
    });

    it("an earlier deadline always comes first", async () => {
      const main = async (): Promise<void> => {
        setTimeout(() => console.log("5 ms"), 5);
        setTimeout(() => console.log("4 ms"), 4);
        await sleep(6);
      };
      expect(await outputsOf(main)).toEqual(["4 ms 5 ms"]);
    });

    it("what is still ready when main has ended keeps its order", async () => {
      const main = (): void => {
        createTask(() => console.log("a"));
        createTask(() => console.log("b"));
      };
      expect(await outputsOf(main)).toEqual(["a b"]);
    });

    it("promises, ticks and immediates keep their order", async () => {
      const main = async (): Promise<void> => {
        for (const name of ["a", "b"]) {
          setImmediate(() => console.log(`immediate ${name}`));
          process.nextTick(() => console.log(`tick ${name}`));
          void Promise.resolve().then(() => console.log(`promise ${name}`));
        }
        await sleep(1);
      };
      expect(await outputsOf(main)).toEqual([
        "promise a promise b tick a tick b immediate a immediate b",
      ]);
    });
  });

  describe("which come first", () => {
    it("each round has one departure more, and the first is the ordinary order", async () => {
      const { departures, outcomes } = await explore(steps(3, 1));
      expect(
        outcomes.map(({ output, schedule }) => [
          output.trim(),
          schedule.steps.length,
        ]),
      ).toEqual([
        ["abc", 0],
        ["bac", 1],
        ["cab", 1],
        ["acb", 1],
        ["bca", 2],
        ["cba", 2],
      ]);
      expect(departures).toBe(2);
    });

    it.each([
      [{ departures: 0 }, [1, 0, false, 1]],
      [{ departures: 1 }, [4, 1, false, 4]],
      [{ departures: 2 }, [6, 2, true, 6]],
      [{ departures: Infinity }, [6, 2, true, 6]],
      [{ schedules: 1 }, [1, 0, false, 1]],
      [{ schedules: 3 }, [3, 0, false, 3]],
      [{ schedules: 4 }, [4, 1, false, 4]],
      [{ schedules: 6 }, [6, 2, true, 6]],
      [{ schedules: Infinity }, [6, 2, true, 6]],
    ])("%o ends it at %o", async (options, expected) => {
      expect(await summary(steps(3, 1), options)).toEqual(expected);
    });
  });

  describe("what is an outcome", () => {
    it("equal outputs are one, with the number of schedules that lead there", async () => {
      const main = async (): Promise<void> => {
        let first: string | undefined;
        const race = (name: string) => createTask(() => void (first ??= name));
        await gather(race("a"), race("b"), race("c"));
        console.log(first);
      };
      const { outcomes } = await explore(main);
      expect(outcomes.map(({ output, count }) => [output, count])).toEqual([
        ["a\n", 2],
        ["b\n", 2],
        ["c\n", 2],
      ]);
    });

    it("errors are the same by class and message, other values by what they are", async () => {
      const thrown = [
        new Error("lost"),
        new Error("lost"),
        new TypeError("lost"),
        new Error("found"),
        "lost",
        undefined,
      ];
      const { outcomes } = await explore(
        async () => {
          let first: { error: unknown } | undefined;
          const throwers = thrown.map((error) =>
            createTask(() => void (first ??= { error })),
          );
          await nextTurn();
          await Promise.allSettled(throwers);
          throw first?.error;
        },
        { departures: 1 },
      );
      expect(outcomes.map(({ error }) => error)).toEqual(
        thrown.toSpliced(1, 1),
      );
      expect(outcomes.every((outcome) => "error" in outcome)).toBe(true);
    });

    it("an error is the very one that main threw, and none is no error", async () => {
      const lost = new Error("lost");
      const { outcomes } = await explore(async () => {
        let isFirst = true;
        const fail = createTask(() => {
          if (isFirst) {
            throw lost;
          }
        });
        const other = createTask(() => void (isFirst = false));
        await gather(fail, other);
      });
      expect(outcomes.map((outcome) => "error" in outcome)).toEqual([
        true,
        false,
      ]);
      expect(outcomes[0]?.error).toBe(lost);
    });

    it("a deadlock is one, and says who waits where", async () => {
      const { outcomes } = await explore(async () => {
        const queue = new AsyncQueue<number>();
        const take = createTask(() => queue.size && queue.get());
        await gather(
          createTask(() => queue.put(1)),
          take,
        );
        await queue.get();
      });
      const [went, hung] = outcomes;
      expect(went).not.toHaveProperty("error");
      expect(hung?.error).toBeInstanceOf(DeadlockError);
      expect(withoutColumns(String(hung?.error))).toMatch(
        /main waits for AsyncQueue\.get since 0 ms at spec\/testing\/explore\.spec\.ts:\d+; put into it so far by Task-2 \(has ended\)$/,
      );
    });

    it("so is a livelock, by the bound that is set", async () => {
      const main = async (): Promise<void> => {
        let isStopped = false;
        createTask(() => void (isStopped = true), { name: "stopper" });
        while (!isStopped) {
          await nextTurn();
        }
      };
      const { outcomes } = await explore(main, { jobsPerMoment: 5 });
      const spinning =
        "LivelockError: Cannot go on: at 0 ms more than 5 jobs ran and time did not pass, the next is";
      expect(outcomes.map(({ error }) => String(error))).toEqual([
        "undefined",
        `${spinning} main (nextTurn)`,
        `${spinning} stopper (start)`,
      ]);
    });
  });
});

/** All outputs of a program, each with its lines in one. */
async function outputsOf(main: () => unknown): Promise<string[]> {
  const { complete, outcomes } = await explore(main);
  expect(complete).toBe(true);
  return outcomes.map(({ output }) => output.trim().replaceAll("\n", " "));
}
