import { describe, expect, it } from "vitest";
import {
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
} from "../../../src/index.ts";
import { choose, DeadlockError, explore } from "../../../src/testing/index.ts";
import { withoutColumns } from "../stuck.ts";

/*
 * Many schedules lead to the same end, and a reader wants to see each end once: what was printed, what was thrown, and
 * the schedule that gets there with the fewest departures. A program that hangs or spins has ended, too.
 */
describe("The outcomes of exploring", () => {
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
    expect(outcomes.map(({ error }) => error)).toEqual(thrown.toSpliced(1, 1));
    expect(outcomes.every((outcome) => "error" in outcome)).toBe(true);
  });

  it("an error has the lines that wait in its stack, under each schedule", async () => {
    const { outcomes } = await explore(async () => {
      const queue = new AsyncQueue();
      createTask(() => {
        console.log(choose(["tea", "coffee"]));
        queue.shutdown();
      });
      await consumer(queue);
    });
    const lines = outcomes.map(({ error }) =>
      (error as Error).stack
        ?.split("\n")
        .filter((line) => line.includes("explore-outcomes.spec"))
        .map((line) => line.includes("consumer")),
    );
    expect(lines).toEqual([
      [true, false],
      [true, false],
    ]);
  });

  it.each([new Error("lost"), undefined])(
    "an error is the very one that main threw, such as %o, and none is no error",
    async (lost) => {
      const { outcomes } = await explore(async () => {
        let isFirst = true;
        const fail = createTask(() => {
          if (isFirst) {
            throw lost; // oxlint-disable-line typescript/only-throw-error -- one of them is none
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
    },
  );

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
      /main waits for AsyncQueue\.get since 0 ms at spec\/testing\/explore\/explore-outcomes\.spec\.ts:\d+; put into it so far by Task-2 \(has ended\)$/,
    );
  });

  it("a livelock is one, by the bound that is set", async () => {
    const main = async (): Promise<void> => {
      let isStopped = false;
      createTask(() => void (isStopped = true), { name: "stopper" });
      while (!isStopped) {
        await nextTurn();
      }
    };
    const { outcomes } = await explore(main, { jobsPerMoment: 5 });
    expect(outcomes.map(({ error }) => String(error))).toEqual([
      "undefined",
      "LivelockError: Cannot go on: at 0 ms more than 5 jobs ran and time did not pass, the next is main (nextTurn); jobsPerMoment allows more",
    ]);
  });
});

async function consumer(queue: AsyncQueue<unknown>): Promise<void> {
  await queue.get();
}
