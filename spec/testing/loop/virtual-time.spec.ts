import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * `runVirtual` runs a program on an event loop whose clock is a number. As long as anything can run, time stands still;
 * when nothing can, the clock jumps to the next deadline. A program that waits an hour is over at once, and prints the
 * same at the same millisecond every time.
 */
describe("Virtual time", () => {
  it("gives what main returns, prints and takes", async () => {
    const run = await runVirtual(async () => {
      console.log("begin");
      await sleep(3_600_000);
      console.log("end");
      return "result";
    });
    expect(run).toMatchObject({
      result: "result",
      lines: [
        { at: 0, text: "begin" },
        { at: 3_600_000, text: "end" },
      ],
      output: "begin\nend\n",
      elapsed: 3_600_000,
    });
  });

  it("takes a main that returns no promise", async () => {
    const run = await runVirtual(() => 42);
    expect(run).toMatchObject({ result: 42, output: "", elapsed: 0 });
  });

  it("begins at the same moment in every run", async () => {
    const main = async (): Promise<number> => {
      await sleep(10);
      return performance.now();
    };
    expect((await runVirtual(main)).result).toBe(3_600_010);
    expect((await runVirtual(main)).result).toBe(3_600_010);
  });

  describe("advances", () => {
    it("only when nothing else can run", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => console.log("timer"), 1);
        for (let step = 0; step < 1_000; step++) {
          await Promise.resolve();
          await nextTurn();
          await new Promise((resolve) => setImmediate(resolve));
          await new Promise<void>((resolve) => process.nextTick(resolve));
        }
        console.log("4,000 steps");
        await sleep(1);
      });
      expect(stamped(run)).toBe(terminal`
           0 ms | 4,000 steps
           1 ms | timer
      `);
    });

    it("straight to each deadline, in their order", async () => {
      const run = await runVirtual(async () => {
        for (const ms of [500, 20, 90_000, 3]) {
          setTimeout(() => console.log(`${ms}`), ms);
        }
        await sleep(100_000);
      });
      expect(run.lines.map(({ at, text }) => [at, text])).toEqual([
        [3, "3"],
        [20, "20"],
        [500, "500"],
        [90_000, "90000"],
      ]);
    });

    it("not while a chain of promises is under way, however long", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => console.log("timer"), 1);
        for (let link = 0; link < 100_000; link++) {
          await Promise.resolve();
        }
        return performance.now();
      });
      expect(run).toMatchObject({ result: 3_600_000, output: "" });
    });

    it("not at all while a callback computes", async () => {
      const run = await runVirtual(() => {
        const begin = performance.now();
        Array.from({ length: 100_000 }, (_, index) => Math.sqrt(index));
        return performance.now() - begin;
      });
      expect(run.result).toBe(0);
    });
  });

  describe("at one moment", () => {
    it("fires equal deadlines in the order they were set", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => console.log("set at 0"), 30);
        await sleep(10);
        setTimeout(() => console.log("set at 10"), 20);
        await sleep(10);
        setTimeout(() => console.log("set at 20"), 10);
        await sleep(10);
        console.log("main");
      });
      expect(stamped(run)).toBe(terminal`
          30 ms | set at 0
          30 ms | set at 10
          30 ms | set at 20
          30 ms | main
      `);
    });

    it("fires a timer that was set for now from the past before one set since", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => {
          setTimeout(() => console.log("second"), 5);
        }, 5);
        setTimeout(() => console.log("first"), 10);
        await wait(20);
      });
      expect(run.output).toBe("first\nsecond\n");
    });

    it("lines up all sleepers that are due before the first of them resumes", async () => {
      const run = await runVirtual(async () => {
        const walk = async (name: string): Promise<void> => {
          await sleep(10);
          console.log(name);
          await nextTurn();
          console.log(`${name} again`);
        };
        await Promise.all(["A", "B", "C"].map(walk));
      });
      expect(run.output).toBe(terminal`
        A
        B
        C
        A again
        B again
        C again
      `);
    });
  });

  describe("with three timers due at one millisecond", () => {
    afterEach(() => {
      vi.useRealTimers();
    });

    /** Each prints its name, then twice more from its promises. */
    function setThree(print: (text: string) => void): void {
      for (const name of ["A", "B", "C"]) {
        setTimeout(() => {
          print(`${name}1`);
          void Promise.resolve()
            .then(() => print(`${name}2`))
            .then(() => print(`${name}3`));
        }, 10);
      }
    }

    it("lets turns begin behind the immediates that were set before them, each time anew", async () => {
      const run = await runVirtual(async () => {
        for (const ms of [5, 10]) {
          setTimeout(() => {
            setImmediate(() => console.log("immediate"));
            void nextTurn().then(() => console.log("turn"));
          }, ms);
        }
        await sleep(20);
      });
      expect(stamped(run)).toBe(terminal`
           5 ms | immediate
           5 ms | turn
          10 ms | immediate
          10 ms | turn
      `);
    });

    it("runs all promise work of one before the next, as Node does", async () => {
      const run = await runVirtual(async () => {
        setThree(console.log);
        await wait(20);
      });
      expect(run.lines.map(({ text }) => text).join(" ")).toBe(
        "A1 A2 A3 B1 B2 B3 C1 C2 C3",
      );
    });

    it("differs from vitest's advanceTimersToNextTimerAsync, which fires C before B's promises", async () => {
      const printed: string[] = [];
      vi.useFakeTimers();
      setThree((text) => printed.push(text));
      await vi.advanceTimersToNextTimerAsync();
      expect(printed.join(" ")).toBe("A1 A2 A3 B1 C1 B2 C2 B3 C3");
    });
  });
});
