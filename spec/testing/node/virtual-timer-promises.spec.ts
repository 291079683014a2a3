import { getEventListeners } from "node:events";
import * as timersPromises from "node:timers/promises";
import {
  scheduler,
  setImmediate as turn,
  setInterval as ticks,
  setTimeout as wait,
} from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it, vi } from "vitest";
import * as kit from "../../../src/testing/index.ts";
import { freshCopy } from "../fresh-copy.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * Most code waits with node:timers/promises or with a signal that times out. Both are virtual, also where the functions
 * were imported by name long before the run. Their errors are Node's: same name, code, message and cause, so that code
 * which tells an abort from a failure does so here, too.
 */
describe.each([
  "where they make timers of Node's",
  "where nobody can see what timers they make, as in Deno",
])("Virtual waits by promise, %s,", (where) => {
  let { runVirtual } = kit;

  beforeAll(async () => {
    if (where !== "where they make timers of Node's") {
      const { setTimeout } = globalThis;
      vi.stubGlobal("setTimeout", (...args: Parameters<typeof setTimeout>) =>
        Number(setTimeout(...args)),
      );
      ({ runVirtual } = await freshCopy());
      vi.unstubAllGlobals();
    }
  });

  it.each<[string, () => Promise<unknown>, unknown, number]>([
    ["setTimeout", () => wait(30, "value"), "value", 30],
    ["setTimeout of nothing", () => wait(), undefined, 1],
    [
      "setTimeout of the module",
      () => timersPromises.setTimeout(8),
      undefined,
      8,
    ],
    ["setTimeout unref'd", () => wait(30, 1, { ref: false }), 1, 30],
    ["setImmediate", () => turn("value"), "value", 0],
    ["scheduler.wait", () => scheduler.wait(30), undefined, 30],
    ["scheduler.yield", () => scheduler.yield(), undefined, 0],
    ["promisify of setTimeout", () => promisify(setTimeout)(30, 1), 1, 30],
    ["promisify of setImmediate", () => promisify(setImmediate)(1), 1, 0],
  ])("%s resolves in its time", async (_, main, result, elapsed) => {
    expect(await runVirtual(main)).toMatchObject({ result, elapsed });
  });

  describe("Iterating setInterval", () => {
    it("gives the value at every tick", async () => {
      const run = await runVirtual(async () => {
        let count = 0;
        for await (const value of ticks(10, "tick")) {
          console.log(value);
          if (++count === 3) {
            break;
          }
        }
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | tick
          20 ms | tick
          30 ms | tick
      `);
    });

    it("gives the ticks that a slow loop missed, one after the other", async () => {
      const run = await runVirtual(async () => {
        let count = 0;
        for await (const _ of ticks(10)) {
          console.log(`begin ${++count}`);
          if (count === 4) {
            break;
          }
          await wait(count === 1 ? 25 : 1);
        }
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | begin 1
          35 ms | begin 2            ← due at 20
          36 ms | begin 3            ← due at 30
          40 ms | begin 4
      `);
    });

    it("leaves no timer behind", async () => {
      const run = await runVirtual(async () => {
        for await (const _ of ticks(10)) {
          break;
        }
        await wait(100);
      });
      expect(run).toMatchObject({ elapsed: 110, leaks: [] });
    });

    it("sets its timer when it begins", async () => {
      const run = await runVirtual(async () => {
        const interval = ticks(10);
        await wait(35);
        for await (const _ of interval) {
          break;
        }
      });
      expect(run.elapsed).toBe(45);
    });
  });

  describe("reject as in Node", () => {
    const reason = new Error("reason");
    const signal = AbortSignal.abort(reason);
    const values = async (source: AsyncIterable<unknown>): Promise<unknown> => {
      for await (const value of source) {
        return value;
      }
      return undefined;
    };
    const bad = (value: unknown): never => value as never;
    const calls: [string, () => Promise<unknown>][] = [
      ["setTimeout, aborted before", () => wait(1, 1, { signal })],
      ["setTimeout, aborted", () => abortedSoon((it) => wait(9, 1, it))],
      ["setImmediate, aborted before", () => turn(1, { signal })],
      ["setImmediate, aborted", () => abortedSoon((it) => turn(1, it))],
      ["setInterval, aborted before", () => values(ticks(1, 1, { signal }))],
      [
        "setInterval, aborted",
        () => abortedSoon((it) => values(ticks(9, 1, it))),
      ],
      ["scheduler.wait, aborted before", () => scheduler.wait(1, { signal })],
      ["promisify, aborted before", () => promisified(1, 1, { signal })],
      ["setTimeout of a string", () => wait(bad("1"))],
      ["setTimeout with options of 3", () => wait(1, 1, bad(3))],
      ["setTimeout with options of null", () => wait(1, 1, bad(null))],
      ["setTimeout with a signal of 3", () => wait(1, 1, bad({ signal: 3 }))],
      ["setTimeout with a ref of 3", () => wait(1, 1, bad({ ref: 3 }))],
      ["setImmediate with options of 3", () => turn(1, bad(3))],
      ["setImmediate with a signal of 3", () => turn(1, bad({ signal: 3 }))],
      ["setImmediate with a ref of 3", () => turn(1, bad({ ref: 3 }))],
      ["setInterval of a string", () => values(ticks(bad("1")))],
      ["setInterval with options of 3", () => values(ticks(1, 1, bad(3)))],
      [
        "setInterval with a signal of 3",
        () => values(ticks(1, 1, bad({ signal: 3 }))),
      ],
      [
        "setInterval with a ref of 3",
        () => values(ticks(1, 1, bad({ ref: 3 }))),
      ],
      ["scheduler.wait of a string", () => scheduler.wait(bad("1"))],
    ];

    it.each(calls)("%s", async (_, call) => {
      const byNode = await facts(call);
      const { result } = await runVirtual(() => facts(call));
      expect(byNode.message).toMatch(/./);
      expect(result).toEqual(byNode);
    });

    async function facts(call: () => Promise<unknown>) {
      const error = await call().then(
        (): NodeJS.ErrnoException => new Error(""),
        (thrown: unknown) => thrown as NodeJS.ErrnoException,
      );
      const { name, message, code, cause } = error;
      return { name, message, code, cause, kind: error.constructor.name };
    }

    const promisified = (...args: unknown[]): Promise<unknown> =>
      Reflect.apply(promisify(setTimeout), undefined, args);

    function abortedSoon(
      begin: (options: { signal: AbortSignal }) => Promise<unknown>,
    ): Promise<unknown> {
      const controller = new AbortController();
      process.nextTick(() => controller.abort(reason));
      return begin({ signal: controller.signal });
    }
  });

  it("an abort ends a wait at once, and its timer with it", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      setTimeout(() => controller.abort(), 5);
      const { signal } = controller;
      await expect(wait(1_000, 1, { signal })).rejects.toThrow("aborted");
    });
    expect(run).toMatchObject({ elapsed: 5, leaks: [] });
  });

  it("a wait that is over no longer listens to its signal", async () => {
    const { signal } = new AbortController();
    const listening = (): number => getEventListeners(signal, "abort").length;
    const { result } = await runVirtual(async () => {
      const meanwhile: number[] = [];
      setTimeout(() => meanwhile.push(listening()), 1);
      await wait(2, 1, { signal });
      const turning = turn(1, { signal });
      meanwhile.push(listening());
      await turning;
      for await (const _ of ticks(1, 1, { signal })) {
        meanwhile.push(listening());
        break;
      }
      return meanwhile;
    });
    expect(result).toEqual([1, 1, 1]);
    expect(listening()).toBe(0);
  });
});
