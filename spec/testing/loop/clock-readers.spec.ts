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

  it.each<[string, () => number]>([
    ["Date.now", () => Date.now()],
    ["new Date", () => Number(new Date())],
    ["performance.now", () => performance.now()],
    ["process.hrtime", () => process.hrtime()[1] / 1e6],
    ["process.hrtime.bigint", () => Number(process.hrtime.bigint()) / 1e6],
    ["process.uptime", () => process.uptime() * 1e3],
  ])("is a livelock with %s, thrown at the reader", async (_, read) => {
    let thrown: unknown;
    const run = await runVirtual(async function main() {
      await new Promise((resolve) => setTimeout(resolve, 5));
      const start = read();
      for (let other = 0; other < 999_000; other++) {
        Date.now(); // the quickest to be read
      }
      try {
        while (read() - start < 20);
      } catch (error) {
        thrown = error;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
      return read() - start;
    });
    expect(thrown).toBeInstanceOf(LivelockError);
    expect(thrown).toMatchObject({ message: text(5) });
    expect((thrown as Error).stack).toContain("clock-readers.spec.ts");
    expect(run.result).toBeCloseTo(1, 5);
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
        for (let read = 0; read < 1_000; read++) {
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
        const queue = new AsyncQueue<number>(1);
        let stamps = 0;
        const taker = createTask(async () => {
          while (stamps < 100_100) {
            stamps += Math.sign(await queue.get());
          }
          return stamps;
        });
        for (let item = 0; item < 100_100; item++) {
          await queue.put(Date.now());
          await nextTurn();
        }
        return await taker;
      },
      { traces: 0 },
    );
    expect(result).toBe(100_100);
  });

  it("is none where very many functions look, once each and again behind an await", async () => {
    const { result } = await runVirtual(
      async () => {
        for (let read = 0; read < 1_000_000; read++) {
          Date.now();
        }
        const looks = async (): Promise<number> => {
          const before = Date.now();
          await Promise.resolve();
          return Math.sign(before + Date.now());
        };
        const all = await Promise.all(Array.from({ length: 110_000 }, looks));
        return all.length;
      },
      { traces: 0 },
    );
    expect(result).toBe(110_000);
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
