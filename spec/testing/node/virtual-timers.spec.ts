import * as timersModule from "node:timers";
import {
  clearTimeout as importedClear,
  setImmediate as importedImmediate,
  setInterval as importedInterval,
  setTimeout as importedTimeout,
} from "node:timers";
import { describe, expect, it, vi } from "vitest";
import { createTask } from "../../../src/index.ts";
import {
  DeadlockError,
  explore,
  runVirtual,
} from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

const never = (): void => {};
const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/*
 * `setTimeout`, `setInterval` and `setImmediate` keep Node's contract down to the handles that they give out and the arguments
 * that they refuse, whether they are used as globals or imported from `node:timers`. One thing is better than in Node: a
 * delay of more than 2^31-1 ms, 24.8 days, lasts its length; in Node it becomes 1 ms.
 */
describe("Virtual timers", () => {
  it("an interval ticks until it is cleared", async () => {
    const run = await runVirtual(async () => {
      const interval = setInterval(() => console.log("tick"), 10);
      await pass(35);
      clearInterval(interval);
      await pass(100);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | tick
        20 ms | tick
        30 ms | tick
    `);
  });

  it("an immediate takes no time", async () => {
    const run = await runVirtual(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    });
    expect(run.elapsed).toBe(0);
  });

  it.each([
    ["2^31 ms", 2 ** 31],
    ["a year", 365 * 24 * 3_600_000],
    ["a million years", 1e6 * 365 * 24 * 3_600_000],
  ])("a delay of %s lasts its length", async (_, ms) => {
    expect((await runVirtual(() => pass(ms))).elapsed).toBe(ms);
  });

  it("a delay without end never ends, and is nothing to wait for", async () => {
    await expect(runVirtual(() => pass(Infinity))).rejects.toThrow(
      DeadlockError,
    );
  });

  it.each([
    ["0", 0, 1],
    ["-5", -5, 1],
    ["NaN", NaN, 1],
    ["'7'", "7", 7],
    ["'soon'", "soon", 1],
    ["undefined", undefined, 1],
    ["null", null, 1],
    ["2.9", 2.9, 2],
  ])("a delay of %s lasts as long as in Node", async (_, delay, ms) => {
    const run = await runVirtual(() => pass(delay as number));
    expect(run.elapsed).toBe(ms);
  });

  it("Node warns of a delay that is too long for it, as it does outside, once in a search, and of none else", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
    clearTimeout(setTimeout(never, 2 ** 31));
    const byNode = warn.mock.calls.splice(0);
    await explore(async () => {
      await Promise.all([createTask(never), createTask(never)]);
      clearTimeout(setTimeout(never, 2 ** 31));
      for (const ms of [2 ** 31 - 1, 2.9, 0, undefined]) {
        clearTimeout(setTimeout(never, ms));
        clearInterval(setInterval(never, ms));
      }
    });
    const { calls } = warn.mock;
    warn.mockRestore();
    expect(byNode[0]).toContain("TimeoutOverflowWarning");
    expect(calls).toEqual(byNode);
  });

  it("functions imported from node:timers are virtual, too", async () => {
    const run = await runVirtual(async () => {
      importedTimeout(() => console.log("timeout"), 30);
      importedImmediate(() => console.log("immediate"));
      const interval = importedInterval(() => console.log("interval"), 20);
      timersModule.setTimeout(() => importedClear(interval), 50);
      await pass(1_000);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | immediate
        20 ms | interval
        30 ms | timeout
        40 ms | interval
    `);
  });

  describe("refuse what Node refuses, with Node's words:", () => {
    const calls: [string, () => unknown][] = [
      ["setTimeout of a string", () => refused(setTimeout)("code", 1)],
      ["setInterval of nothing", () => refused(setInterval)(undefined, 1)],
      ["setImmediate of null", () => refused(setImmediate)(null)],
      [
        "process.nextTick of an object",
        () => refused((call: never) => process.nextTick(call))({}),
      ],
      ["AbortSignal.timeout of -1", () => AbortSignal.timeout(-1)],
      ["AbortSignal.timeout of 1.5", () => AbortSignal.timeout(1.5)],
      ["AbortSignal.timeout of NaN", () => AbortSignal.timeout(NaN)],
      [
        "AbortSignal.timeout of a string",
        () => refused((ms: number) => AbortSignal.timeout(ms))("5"),
      ],
    ];

    it.each(calls)("%s", async (_, call) => {
      const byNode = thrownBy(call);
      const { result } = await runVirtual(() => thrownBy(call));
      expect(byNode).toBeInstanceOf(Error);
      expect(result).toEqual(byNode);
    });

    function refused(callee: unknown): (...args: unknown[]) => unknown {
      return (...args) => (callee as (...args: unknown[]) => unknown)(...args);
    }

    function thrownBy(call: () => unknown): unknown {
      try {
        call();
        return undefined;
      } catch (error) {
        const { name, message, code } = error as NodeJS.ErrnoException;
        return Object.assign(new Error(message), { name, code });
      }
    }
  });

  describe("have handles that", () => {
    it("say whether they would keep the process alive", async () => {
      const { result } = await runVirtual(() => {
        const handles = [
          setTimeout(never),
          setInterval(never),
          setImmediate(never),
        ];
        return handles.map((handle) => [
          handle.hasRef(),
          handle.unref() === handle,
          handle.hasRef(),
          handle.ref() === handle,
          handle.hasRef(),
        ]);
      });
      expect(result).toEqual(
        Array.from({ length: 3 }, () => [true, true, false, true, true]),
      );
    });

    it("go by the names of Node's", async () => {
      const { result } = await runVirtual(() =>
        [setTimeout(never), setImmediate(never)].map(
          (handle) => handle.constructor.name,
        ),
      );
      expect(result).toEqual(["Timeout", "Immediate"]);
    });

    it("fire also when they would not", async () => {
      const run = await runVirtual(async () => {
        setTimeout(() => console.log("timeout"), 1).unref();
        setImmediate(() => console.log("immediate")).unref();
        await pass(10);
      });
      expect(run.output).toBe("immediate\ntimeout\n");
    });

    it("are asked at a moment whether they keep the program alive only until one is known that does", async () => {
      let asked = 0;
      const hasRef = (): boolean => asked++ < 0;
      const { result } = await runVirtual(async () => {
        for (let number = 1; number <= 100; number++) {
          Object.assign(setInterval(never, number), { hasRef });
        }
        await pass(200);
        return asked;
      });
      expect(result).toBe(100);
    });

    it("are started anew by refresh, which gives them back", async () => {
      const run = await runVirtual(async () => {
        const timer = setTimeout(() => console.log("timer"), 20);
        await pass(15);
        expect(timer.refresh()).toBe(timer);
        await pass(100);
      });
      expect(stamped(run)).toBe("  35 ms | timer\n");
    });

    it("are started anew by refresh after they have fired", async () => {
      const run = await runVirtual(async () => {
        const timer = setTimeout(() => console.log("timer"), 20);
        await pass(50);
        timer.refresh();
        await pass(50);
      });
      expect(stamped(run)).toBe("  20 ms | timer\n  70 ms | timer\n");
    });

    it("fire all the same where a tick of the one before refreshes them, and not again", async () => {
      const run = await runVirtual(async () => {
        const note = (what: string) => () => console.log(what);
        setTimeout(() => {
          process.nextTick(() => next.refresh());
          cleared.close();
        }, 20);
        const cleared = setTimeout(note("cleared"), 20);
        const next = setTimeout(note("next"), 20);
        setTimeout(() => process.nextTick(() => other.refresh()), 30);
        await pass(10);
        const other = setTimeout(note("of another delay"), 20);
        await pass(100);
      });
      expect(stamped(run)).toBe(terminal`
          20 ms | next
          50 ms | of another delay
      `);
    });

    it("show what Node keeps in its own, which some programs read", async () => {
      const { result } = await runVirtual(async () => {
        const timers = [
          setTimeout(never, 20),
          setTimeout(() => {}, 5),
          setInterval(never, 30),
          setInterval(() => {}, 5),
        ];
        clearTimeout(timers[2]);
        await pass(10);
        return timers.map((timer) => {
          const { _destroyed, _idleTimeout, _repeat } = timer as never;
          return [_destroyed, _idleTimeout, _repeat];
        });
      });
      expect(result).toEqual([
        [false, 20, null],
        [true, 5, null],
        [true, -1, 30],
        [false, 5, 5],
      ]);
    });

    it("heed what a program writes there", async () => {
      const run = await runVirtual(async () => {
        const note = (what: string) => () => console.log(what);
        const write = (timer: NodeJS.Timeout, what: object): void =>
          void Object.assign(timer, what);
        write(setTimeout(note("called off"), 5), { _idleTimeout: -1 });
        write(setTimeout(note("destroyed"), 5), { _destroyed: true });
        const longer = setTimeout(note("longer"), 5);
        write(longer, { _idleTimeout: 20 });
        longer.refresh();
        write(setTimeout(note("repeats"), 30), { _repeat: 40 });
        write(setInterval(note("once"), 50), { _repeat: null });
        await pass(120);
      });
      expect(stamped(run)).toBe(terminal`
          20 ms | longer
          30 ms | repeats
          50 ms | once
          70 ms | repeats
         110 ms | repeats
      `);
    });

    it("move an interval's beat when refreshed", async () => {
      const run = await runVirtual(async () => {
        const interval = setInterval(() => console.log("tick"), 10);
        await pass(15);
        interval.refresh();
        await pass(25);
      });
      expect(run.lines.map(({ at }) => at)).toEqual([10, 25, 35]);
    });
  });
});
