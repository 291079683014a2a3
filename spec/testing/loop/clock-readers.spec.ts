import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, nextTurn } from "../../../src/index.ts";
import { LivelockError, runVirtual } from "../../../src/testing/index.ts";
import { failureOf } from "../stuck.ts";

/*
 * A loop that looks at the clock until a time has passed ends in reality. In virtual time no time passes while code runs,
 * so it would hang, and no timer of a test runner could end it. It is thrown out instead, from the call that looks once
 * too often.
 */
describe("Code that does nothing but look at a clock", () => {
  const text = (at: number, who = "main"): string =>
    `Cannot go on: at ${at} ms ${who} has read the clocks more than 1000000 times in a row, and time passes only while code awaits`;

  it("is a livelock with each of them, thrown at the reader", async () => {
    const clocks: readonly (() => number)[] = [
      () => Date.now(), // the quickest to be read
      () => Number(new Date()),
      () => performance.now(),
      () => process.hrtime()[1] / 1e6,
      () => Number(process.hrtime.bigint()) / 1e6,
      () => process.uptime() * 1e3,
    ];
    const thrown: unknown[] = [];
    const run = await runVirtual(async function main() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const start = clocks.map((read) => read());
      for (const [at, read] of clocks.entries()) {
        try {
          while (read() - (start[at] as number) < 20);
        } catch (error) {
          thrown.push(error); // from then on, each look in this job is one too many
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
      return clocks.map((read, at) => read() - (start[at] as number));
    });
    expect(thrown).toHaveLength(clocks.length);
    for (const error of thrown) {
      expect(error).toBeInstanceOf(LivelockError);
      expect(error).toMatchObject({ message: text(5) });
      expect((error as Error).stack).toContain("clock-readers.spec.ts");
    }
    for (const passed of run.result) {
      expect(passed).toBeCloseTo(1, 5);
    }
  });

  it("fails the run where nobody catches it, and knows what had been printed", async () => {
    const error = await failureOf(async () => {
      console.log("looks");
      await createTask(() => {
        for (;;) Date.now();
      });
    });
    expect(error).toMatchObject({
      message: text(0, "Task-1"),
      lines: [{ at: 0, text: "looks" }],
    });
  });

  it("is one where it awaits what takes no time", async () => {
    const error = await failureOf(async () => {
      for (const start = Date.now(); ;) {
        for (let read = 0; read < 100; read++) {
          if (Date.now() - start >= 20) {
            return;
          }
        }
        await Promise.resolve();
      }
    });
    expect(error).toMatchObject({ message: text(0) });
  });

  it("is one where it makes promises and awaits none", async () => {
    const error = await failureOf(
      () => {
        for (let read = 0; ; read++) {
          if (read % 100 === 0) {
            void Promise.resolve();
          }
          Date.now();
        }
      },
      { traces: 0 },
    );
    expect(error).toMatchObject({ message: text(0) });
  });

  it("is one where it gives up its turn each time, however often it looks", async () => {
    const error = await failureOf(
      async () => {
        for (const end = Date.now() + 20; Date.now() < end; await nextTurn());
      },
      { traces: 0 },
    );
    expect(error).toBeInstanceOf(LivelockError);
    expect(error).toMatchObject({
      message:
        "Cannot go on: at 0 ms main has read the clocks in more than 100000 jobs in a row, and time passes only once nothing is ready",
    });
  });

  it("is none where items are handed over meanwhile, and stamped", async () => {
    const { result } = await runVirtual(
      async () => {
        for (let turn = 0; turn < 99_900; turn++) {
          Date.now();
          await nextTurn();
        }
        const queue = new AsyncQueue<number>(1);
        let stamps = 0;
        const taker = createTask(async () => {
          while (stamps < 200) {
            stamps += Math.sign(await queue.get());
          }
          return stamps;
        });
        for (let item = 0; item < 200; item++) {
          await queue.put(Date.now());
          await nextTurn();
        }
        return await taker;
      },
      { traces: 0 },
    );
    expect(result).toBe(200);
  });

  it("is none where very many functions look, a few times each and again behind an await", async () => {
    const { result } = await runVirtual(
      async () => {
        for (let read = 0; read < 1_000_000; read++) {
          Date.now();
        }
        const look = (): void => {
          for (let read = 0; read < 10; read++) {
            Date.now();
          }
        };
        const looks = async (): Promise<void> => {
          look();
          await Promise.resolve();
          look();
        };
        const all = await Promise.all(Array.from({ length: 11_000 }, looks));
        return all.length;
      },
      { traces: 0 },
    );
    expect(result).toBe(11_000);
  });

  it("is none where job after job looks, also at one moment", async () => {
    const { result } = await runVirtual(async () => {
      let reads = 0;
      for (let job = 0; job < 3; job++) {
        for (let turn = 0; turn < 400_000; turn++) {
          reads += Math.sign(Date.now());
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return reads;
    });
    expect(result).toBe(1_200_000);
  });
});
