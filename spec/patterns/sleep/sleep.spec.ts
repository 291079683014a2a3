import { describe, expect, it } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * Code that has to wait goes on at a **turn** of its own. Turns stand in one line, first in, first out, and one turn
 * ends, with all its microtasks, before the next begins. `nextTurn()` goes to the end of the line; `sleep(ms)` joins it
 * when its time has come. This is the rule on which every order in the library rests, and it is asyncio's.
 */
describe("nextTurn", () => {
  it("lets the code of the current turn run to its end first", async () => {
    const run = await runVirtual(async () => {
      const turn = nextTurn().then(() => console.log("the next turn"));
      await Promise.resolve();
      console.log("still this turn, even behind an await");
      await turn;
    });
    expect(run.output).toBe(terminal`
      still this turn, even behind an await
      the next turn
    `);
  });

  it("goes to the end of the line, behind everyone who is in it", async () => {
    const run = await runVirtual(async () => {
      const abc = ["A", "B", "C"].map((name) => turnsOf(name, 2));
      await Promise.all(abc);
    });
    expect(run.output).toBe(terminal`
      A 1
      B 1
      C 1
      A 2
      B 2
      C 2
    `);
  });

  it("never lets two turns interleave, however many microtasks a turn takes", async () => {
    const run = await runVirtual(async () => {
      const microtasks = async (name: string): Promise<void> => {
        await nextTurn();
        for (let i = 1; i <= 3; i++) {
          await Promise.resolve();
          console.log(`${name} microtask ${i}`);
        }
      };
      await Promise.all([microtasks("A"), microtasks("B")]);
    });
    expect(run.output).toBe(terminal`
      A microtask 1
      A microtask 2
      A microtask 3
      B microtask 1
      B microtask 2
      B microtask 3
    `);
  });

  it("takes no time", async () => {
    const run = await runVirtual(() => turnsOf("A", 1_000));
    expect(run.elapsed).toBe(0);
  });
});

/*
 * `sleep(ms)` waits for a time. Whoever is due at a moment gets a place in the line of turns, in the order of deadlines
 * and then in the order of going to sleep. Ties matter: programs with round delays have them all the time.
 */
describe("sleep", () => {
  it("lasts as long as it is told", async () => {
    const run = await runVirtual(() => sleep(1_234));
    expect(run.elapsed).toBe(1_234);
  });

  it("wakes in the order of deadlines", async () => {
    const run = await runVirtual(async () => {
      await Promise.all([sleeper("A", 30), sleeper("B", 10), sleeper("C", 20)]);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | B
        20 ms | C
        30 ms | A
    `);
  });

  it("wakes those with equal deadlines in the order in which they went to sleep", async () => {
    const run = await runVirtual(async () => {
      const early = sleeper("asleep since 0 ms", 20);
      await sleep(10);
      await Promise.all([sleeper("asleep since 10 ms", 10), early]);
    });
    expect(stamped(run)).toBe(terminal`
        20 ms | asleep since 0 ms
        20 ms | asleep since 10 ms
    `);
  });

  it("lines up everyone who is due before the first of them resumes", async () => {
    const run = await runVirtual(async () => {
      const first = async (): Promise<void> => {
        await sleep(10);
        console.log("A, due at 10 ms");
        await turnsOf("A, one turn later", 1);
      };
      await Promise.all([first(), sleeper("B, due at 10 ms", 10)]);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A, due at 10 ms
        10 ms | B, due at 10 ms
        10 ms | A, one turn later 1
    `);
  });

  it.each([
    ["0", 0],
    ["-0", -0],
    ["-1", -1],
    ["-Infinity", -Infinity],
  ])("takes one turn for %s ms", async (_, ms) => {
    const run = await runVirtual(async () => {
      await Promise.all([
        turnsOf("A", 2),
        sleeper("sleep", ms),
        turnsOf("B", 2),
      ]);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A 1
         0 ms | sleep
         0 ms | B 1
         0 ms | A 2
         0 ms | B 2
    `);
  });

  it("counts fractions of a millisecond", async () => {
    const run = await runVirtual(async () => {
      const long = sleeper("0.3", 0.3);
      await Promise.all([sleeper("0.25", 0.25), long]);
    });
    expect(run.lines).toEqual([
      { at: 0.25, text: "0.25" },
      { at: 0.3, text: "0.3" },
    ]);
  });

  it("lasts its whole length above 2^31-1 ms, where setTimeout fires at once", async () => {
    const aYear = 365 * 24 * 60 * 60 * 1_000;
    const run = await runVirtual(() => sleep(aYear));
    expect(run.elapsed).toBe(31_536_000_000);
  });

  it("never ends for Infinity, which is no pending timer", async () => {
    const run = runVirtual(() => sleep(Infinity));
    await expect(run).rejects.toThrow(DeadlockError);
  });

  it("refuses NaN", async () => {
    await expect(sleep(NaN)).rejects.toThrow(
      new RangeError(
        "Cannot sleep: the delay must be a number of milliseconds, received NaN",
      ),
    );
  });

  it.each<[string, unknown]>([
    ['"10"', "10"],
    ["undefined", undefined],
    ["null", null],
    ["10n", 10n],
    ["a Date", new Date(0)],
  ])("refuses %s as a delay", async (shown, delay) => {
    await expect(sleep(delay as number)).rejects.toThrow(
      new TypeError(
        `Cannot sleep: the delay must be a number of milliseconds, received ${shown}`,
      ),
    );
  });
});

async function turnsOf(name: string, count: number): Promise<void> {
  for (let turn = 1; turn <= count; turn++) {
    await nextTurn();
    console.log(`${name} ${turn}`);
  }
}

async function sleeper(name: string, ms: number): Promise<void> {
  await sleep(ms);
  console.log(name);
}
