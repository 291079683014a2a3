import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, sleep } from "../../src/index.ts";
import {
  explore,
  LeakError,
  runVirtual,
  TimeLimitError,
} from "../../src/testing/index.ts";
import { failureOf, placesIn, withoutColumns } from "./stuck.ts";

/*
 * A program that tries again for ever waits for ever, and in virtual time "for ever" is not even long: nothing stands
 * still, so it is no deadlock. `maxElapsed` is the time limit of such a test, in its own milliseconds. Like a deadlock, the
 * error says who waits for what.
 */
describe("The time limit of a run", () => {
  const place = placesIn(import.meta.url);
  const later = (ms: number) => new Promise((r) => setTimeout(r, ms));

  async function beyond(
    main: () => unknown,
    maxElapsed: number,
  ): Promise<string[]> {
    const error = await failureOf(main, { maxElapsed });
    if (!(error instanceof TimeLimitError)) {
      throw error;
    }
    expect(error.name).toBe("TimeLimitError");
    const [first, ...rest] = withoutColumns(error.message).split("\n  ");
    expect(first).toBe(
      `Cannot finish: it would take more than the ${maxElapsed} ms of maxElapsed`,
    );
    return rest;
  }

  it("ends a program that tries again for ever, and names the waits and the timers", async () => {
    const lines = await beyond(async () => {
      const queue = new AsyncQueue<number>();
      async function read(): Promise<void> {
        await queue.get(); // reader
      }
      createTask(read, { name: "reader" });
      setTimeout(() => {}, 9_000); // second
      setTimeout(() => {}, 7_000); // first
      for (;;) {
        await sleep(600); // again
      }
    }, 5_000);
    expect(lines).toEqual([
      `reader waits for AsyncQueue.get since 0 ms at ${place("reader")} (read); nobody else has put into it`,
      `main waits for sleep since 4800 ms at ${place("again")}`,
      `a timer that main set at ${place("first")} is due at 7000 ms`,
      `a timer that main set at ${place("second")} is due at 9000 ms`,
    ]);
  });

  it("names the first ten timers, in the order of their deadlines", async () => {
    const lines = await beyond(async () => {
      for (let ms = 30; ms > 10; ms--) {
        setTimeout(() => {}, Math.ceil(ms / 2));
      }
      await later(50);
    }, 5);
    const due = lines.map((line) => /due at (\d+)/.exec(line)?.[1]);
    expect(due.filter(Boolean).join(" ")).toBe("6 6 7 7 8 8 9 9 10 10");
  });

  it("lets a timer fire that is due at that very millisecond, and none that is due later", async () => {
    const run = await runVirtual(() => later(50), { maxElapsed: 50 });
    expect(run.elapsed).toBe(50);
    const error = await failureOf(() => later(51), { maxElapsed: 50 });
    expect(error).toBeInstanceOf(TimeLimitError);
  });

  it("is no matter where main has ended, or nothing is pending", async () => {
    await runVirtual(() => void later(51), { maxElapsed: 50 });
    const error = await failureOf(() => new Promise(() => {}), {
      maxElapsed: 0,
    });
    expect(String(error)).toContain("DeadlockError");
  });

  it("knows what had been printed", async () => {
    const error = await failureOf(
      async () => {
        await later(10);
        console.log("tries");
        await later(10);
      },
      { maxElapsed: 15 },
    );
    expect(error).toMatchObject({ lines: [{ at: 10, text: "tries" }] });
  });

  describe("in a search", () => {
    it("is that of each run, and an ending with places in the source", async () => {
      const main = async (): Promise<void> => {
        let first = "";
        const race = (name: string) => createTask(() => void (first ||= name));
        await Promise.all([race("a"), race("b")]);
        await later(first === "a" ? 10 : 20); // late
      };
      const { outcomes } = await explore(main, { maxElapsed: 10 });
      const errors = outcomes.map(({ error }) => error);
      expect(errors).toEqual([undefined, expect.any(TimeLimitError)]);
      expect(withoutColumns(String(errors[1]))).toContain(
        `main waits for a promise since 0 ms at ${place("late")}`,
      );
    });

    it("stands beside the option that makes an ending of what is left behind", async () => {
      const { outcomes } = await explore(
        async function leaks() {
          await Promise.all([1, 2].map((ms) => createTask(() => ms)));
          setTimeout(() => {}, 5); // left
        },
        { leaks: "fail" },
      );
      expect(outcomes).toHaveLength(1);
      expect(outcomes[0]?.error).toBeInstanceOf(LeakError);
      expect(withoutColumns(String(outcomes[0]?.error))).toContain(
        `a timer that main set at ${place("left")} (leaks) is pending, due at 5 ms`,
      );
    });

    it("leaves its leaks alone unless it is asked", async () => {
      const { outcomes } = await explore(() => void later(5));
      expect(outcomes).toMatchObject([{ output: "" }]);
      expect(outcomes[0]).not.toHaveProperty("error");
    });
  });
});
