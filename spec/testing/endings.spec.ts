import { describe, expect, it } from "vitest";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { runVirtual, settle } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";

/*
 * A run ends when main ends. What is ready at that moment still runs, as it would in Node, but time stands still: a timer
 * that is pending then never fires. A run fails with what main throws, or with what a callback throws where nobody can
 * catch it; that very error comes out. Of what is ready then only immediates still run, since others may wait for them.
 */
describe("How a virtual run ends", () => {
  const lost = new Error("lost");

  async function failureOf(main: () => unknown): Promise<unknown> {
    return runVirtual(main).then(
      () => expect.unreachable("the run succeeds"),
      (error: unknown) => error,
    );
  }

  describe("when main returns", () => {
    it("what is ready still runs", async () => {
      const run = await runVirtual(() => {
        void nextTurn().then(() => console.log("turn"));
        setImmediate(() => console.log("immediate"));
        process.nextTick(() => console.log("tick"));
        void Promise.resolve().then(() => console.log("promise"));
        console.log("main");
      });
      expect(run.output).toBe(terminal`
        main
        promise
        tick
        turn
        immediate
      `);
    });

    it("what gets ready meanwhile still runs, too", async () => {
      const run = await runVirtual(() => {
        setImmediate(() => {
          console.log("immediate");
          void nextTurn()
            .then(() => console.log("its turn"))
            .then(() => setImmediate(() => console.log("its immediate")));
        });
      });
      expect(run.output).toBe(terminal`
        immediate
        its turn
        its immediate
      `);
    });

    it("what is due at the same moment still runs", async () => {
      const run = await runVirtual(async () => {
        const over = sleep(10);
        setTimeout(() => console.log("due at 10"), 10);
        setTimeout(() => console.log("due at 11"), 11);
        await over;
        console.log("main");
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | due at 10
          10 ms | main
      `);
    });

    it("time passes no more: pending timers never fire", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => console.log("timer"), 1);
        setInterval(() => console.log("interval"), 1);
        void sleep(1).then(() => console.log("sleeper"));
      });
      expect(run).toMatchObject({ output: "", elapsed: 0 });
    });

    it("elapsed is the time at which it returned", async () => {
      const run = await runVirtual(async () => {
        await sleep(7);
        setTimeout(() => {}, 100);
      });
      expect(run.elapsed).toBe(7);
    });
  });

  describe("when something throws", () => {
    it("the run fails with what main throws at once", async () => {
      const main = (): void => {
        throw lost;
      };
      expect(await failureOf(main)).toBe(lost);
    });

    it("the run fails with what main throws later", async () => {
      const main = async (): Promise<void> => {
        await sleep(10);
        throw lost;
      };
      expect(await failureOf(main)).toBe(lost);
    });

    it.each([undefined, null, "a string", 0])(
      "the run fails with whatever was thrown, such as %o",
      async (thrown) => {
        const main = (): void => {
          // oxlint-disable-next-line typescript/only-throw-error -- the point of this test
          throw thrown;
        };
        expect(await failureOf(main)).toBe(thrown);
      },
    );

    it.each([
      ["timer", () => void setTimeout(throwLost, 5)],
      ["interval", () => void setInterval(throwLost, 5)],
      ["immediate", () => void setImmediate(throwLost)],
    ])(
      "the run fails with what the callback of an %s throws",
      async (_, set) => {
        const main = async (): Promise<void> => {
          set();
          await sleep(10);
        };
        expect(await failureOf(main)).toBe(lost);
      },
    );

    it("no timer fires after a callback has thrown, and main does not go on", async () => {
      const printed: string[] = [];
      const main = async (): Promise<void> => {
        setTimeout(throwLost, 5);
        setTimeout(() => printed.push("due with it"), 5);
        setImmediate(() => printed.push("immediate before"));
        await sleep(10);
        printed.push("main");
      };
      expect(await failureOf(main)).toBe(lost);
      expect(printed).toEqual(["immediate before"]);
    });

    it.each([
      ["timer", (it: () => void) => void setTimeout(it, 5)],
      ["immediate", (it: () => void) => void setImmediate(it)],
      ["tick", (it: () => void) => process.nextTick(it)],
      ["microtask", queueMicrotask],
    ])(
      "a library whose queue has an immediate set as an %s throws serves the next run",
      async (_, set) => {
        const queue: (() => void)[] = [];
        const schedule = (job: () => void): void => {
          if (queue.push(job) === 1) {
            setImmediate(() => queue.splice(0).forEach((each) => each()));
          }
        };
        const order: string[] = [];
        const main = async (): Promise<void> => {
          set(() => {
            schedule(() => schedule(() => order.push("served")));
            setTimeout(() => order.push("timer"));
            void nextTurn().then(() => order.push("turn"));
            void settle().then(() => order.push("settled"));
            throw lost;
          });
          await sleep(10);
        };
        expect(await failureOf(main)).toBe(lost);
        await runVirtual(() => new Promise<void>(schedule));
        expect(order).toEqual(["served"]);
      },
    );

    it("a run has failed though immediates go on for ever", async () => {
      let laps = 0;
      const spin = (): void => {
        laps++;
        setImmediate(spin);
      };
      const main = async (): Promise<void> => {
        spin();
        setTimeout(throwLost, 5);
        await sleep(10);
      };
      expect(await failureOf(main)).toBe(lost);
      expect(laps).toBeLessThan(30_000);
    });

    it("the ticks that the callback has brought about still run in virtual time", async () => {
      let at: number | undefined;
      const note = (): void => void (at = performance.now());
      const main = async (): Promise<void> => {
        setTimeout(() => {
          void Promise.resolve().then(() => process.nextTick(note));
          throw lost;
        }, 5);
        await sleep(10);
      };
      // Looking for generators that were left open takes a tick, and would hide a run that ends too early.
      const run = runVirtual(main, { traces: 0 });
      await expect(run).rejects.toBe(lost);
      expect(at).toBe(3_600_005);
    });

    it("main's own error goes before that of a callback after it", async () => {
      const main = async (): Promise<void> => {
        setImmediate(() => {
          throw new Error("from an immediate");
        });
        throw lost;
      };
      expect(await failureOf(main)).toBe(lost);
    });

    it("the run fails with what a callback throws after main has returned", async () => {
      const main = (): void => {
        setImmediate(throwLost);
      };
      expect(await failureOf(main)).toBe(lost);
    });

    it("what was ready when main threw has still run", async () => {
      const printed: string[] = [];
      const main = (): void => {
        setImmediate(() => printed.push("immediate"));
        throw lost;
      };
      expect(await failureOf(main)).toBe(lost);
      expect(printed).toEqual(["immediate"]);
    });
  });

  function throwLost(): never {
    throw lost;
  }
});
