import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { lap, unhandledIn } from "../unhandled.ts";

/*
 * Async generators queue up what they are asked, and `for await` has rules of its own about promises and about leaving.
 */
describe("Pitfalls of async iteration", () => {
  // A generator runs one request at a time: https://tc39.es/ecma262/#sec-asyncgenerator-abstract-operations
  it("return() waits behind a pending next(): nothing interrupts a generator that waits", async () => {
    const run = await runVirtual(async () => {
      const ticks = ticking(100);
      const next = ticks.next().then(() => console.log("next has an item"));
      await sleep(10);
      console.log("closing");
      await ticks.return();
      console.log("closed");
      await next;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | closing
       100 ms | next has an item
       100 ms | ticks closed
       100 ms | closed
    `);
  });

  it("a signal is the way to interrupt it", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const ticks = ticking(100, controller.signal);
      const next = ticks.next().catch((reason: unknown) => {
        console.log(`next ends: ${String(reason)}`);
      });
      await sleep(10);
      controller.abort("enough");
      await next;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | ticks closed
        10 ms | next ends: enough
    `);
  });

  // The loop looks at the second promise only once the first is done: until then nobody handles its rejection.
  it("for await over an array of promises leaves an early rejection unhandled", async () => {
    const early = new Error("early");
    const caught: unknown[] = [];
    const reasons = await unhandledIn(async () => {
      try {
        // oxlint-disable-next-line typescript/await-thenable -- the trap itself
        for await (const _ of [lap(), Promise.reject(early)]);
      } catch (error) {
        caught.push(error);
      }
    });
    expect(caught).toEqual([early]); // the loop does throw it, but too late for Node
    expect(reasons).toEqual([early]);
  });

  it("gather, like Promise.all, looks at all of them from the start", async () => {
    const early = new Error("early");
    const reasons = await unhandledIn(async () => {
      await expect(gather(lap(), Promise.reject(early))).rejects.toBe(early);
      await lap();
    });
    expect(reasons).toEqual([]);
  });

  // CPython leaves an abandoned generator to the garbage collector; contextlib.aclosing closes it in time.
  it("break closes a generator at once, before the code behind the loop, and waits for it", async () => {
    const run = await runVirtual(async () => {
      for await (const _ of ticking(10)) {
        break;
      }
      console.log("behind the loop");
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | ticks closed
        10 ms | behind the loop
    `);
  });

  it("so a generator that is left once cannot be read on; its next() can", async () => {
    const run = await runVirtual(async () => {
      const left = ticking(10);
      for await (const _ of left) {
        break;
      }
      const kept = ticking(10);
      await kept.next();
      return [await left.next(), await kept.next()];
    });
    expect(run.result).toEqual([
      { done: true, value: undefined },
      { done: false, value: 1 },
    ]);
  });

  it("a generator that was never started runs no finally when it is closed", async () => {
    const run = await runVirtual(async () => {
      await ticking(10).return();
    });
    expect(run.output).toBe("");
  });
});

async function* ticking(
  ms: number,
  signal?: AbortSignal,
): AsyncGenerator<number, void, undefined> {
  try {
    for (let tick = 0; ; tick++) {
      await sleep(ms, { signal });
      yield tick;
    }
  } finally {
    console.log("ticks closed");
  }
}
