import { AsyncLocalStorage } from "node:async_hooks";
import { getEventListeners } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { reasonOf } from "./noting.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { CancelledError } from "../../src/patterns/task.ts";
import { timeout, TimeoutError } from "../../src/patterns/timeout.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";

/*
 * A time limit that only stops waiting leaves the work running. This one ends the work: it aborts the body's signal, waits
 * until the body has ended by that, and says that the time is over. It is asyncio.timeout.
 */
describe("timeout", () => {
  it("gives what the body gives in time, and leaves nothing pending", async () => {
    const run = await runVirtual(
      () => timeout(50, (signal) => sleep(10, { signal }).then(() => "tea")),
      { leaks: "fail" },
    );
    expect(run.result).toBe("tea");
    expect(run.elapsed).toBe(10);
  });

  it("throws when the time is over, once the body has cleaned up", async () => {
    const run = await runVirtual(async () => {
      const limited = timeout(50, async (signal) => {
        try {
          await sleep(100, { signal });
        } finally {
          console.log("the body is told");
          await sleep(5);
          console.log("the body has cleaned up");
        }
      });
      await limited.catch((error: unknown) => console.log(String(error)));
    });
    expect(stamped(run)).toBe(terminal`
        50 ms | the body is told
        55 ms | the body has cleaned up
        55 ms | TimeoutError: The time is over, it was 50 ms
    `);
  });

  it("throws the same in an engine that takes no stack for others", async () => {
    const name = "captureStackTrace";
    const own = Object.getOwnPropertyDescriptor(Error, name) ?? {};
    Reflect.deleteProperty(Error, name);
    try {
      const limited = timeout(0, (signal) => sleep(5, { signal }));
      await expect(limited).rejects.toThrow(TimeoutError);
    } finally {
      Object.defineProperty(Error, name, own);
    }
  });

  it("begins the body in the call, and has it aborted with the error that it throws", async () => {
    const run = await runVirtual(async () => {
      let given: AbortSignal | undefined;
      const limited = timeout(5, async (signal) => {
        console.log("the body begins");
        given = signal;
        await sleep(9, { signal });
      });
      console.log("called");
      const error = await limited.catch((error: unknown) => error);
      expect(error).toBeInstanceOf(TimeoutError);
      expect(given?.reason).toBe(error);
    });
    expect(run.output).toBe(terminal`
      the body begins
      called
    `);
  });

  it.each([0, -1])(
    "aborts on the next turn where the time is %s",
    async (ms) => {
      const run = await runVirtual(async () => {
        const before = nextTurn().then(() => console.log("in line before"));
        const limited = timeout(ms, (signal) => sleep(5, { signal }));
        await limited.catch((error: unknown) => console.log(String(error)));
        await before;
      });
      expect(stamped(run)).toBe(
        `   0 ms | in line before\n   0 ms | TimeoutError: The time is over, it was ${ms} ms\n`,
      );
    },
  );

  it("is not over where a body ends before the next turn, though it has no time", async () => {
    await runVirtual(async () => {
      const signal = await timeout(0, (signal) => signal);
      await nextTurn();
      await nextTurn();
      expect(signal.aborted).toBe(false);
    });
  });

  it("keeps the result of a body that ends behind the time", async () => {
    const run = await runVirtual(() =>
      timeout(5, async (signal) => {
        await sleep(10);
        return signal.aborted;
      }),
    );
    expect(run.result).toBe(true);
    expect(run.elapsed).toBe(10);
  });

  it("keeps the error of a body that fails, in time or behind it", async () => {
    await runVirtual(async () => {
      const failure = new Error("no light");
      const fails = async () => {
        await sleep(10);
        throw failure;
      };
      await expect(timeout(50, fails)).rejects.toBe(failure);
      await expect(timeout(5, fails)).rejects.toBe(failure);
    });
  });

  it.each([
    ["a CancelledError", () => new CancelledError()],
    [
      "an error whose cause is the reason, as Node's functions do",
      (cause: unknown) => new Error("aborted", { cause }),
    ],
    [
      "an AbortError without a cause, as those of streams do",
      () => new DOMException("aborted", "AbortError"),
    ],
  ])("takes for its end that the body throws %s", async (_, make) => {
    await runVirtual(async () => {
      const limited = timeout(5, (signal) =>
        sleep(9, { signal }).catch((reason: unknown) => {
          throw make(reason);
        }),
      );
      await expect(limited).rejects.toBeInstanceOf(TimeoutError);
    });
  });

  it("lets a cancellation of the body through that the time did not bring", async () => {
    await runVirtual(async () => {
      const cancelled = new CancelledError();
      const limited = timeout(5, () => Promise.reject(cancelled));
      await expect(limited).rejects.toBe(cancelled);
    });
  });

  it.each([
    [10, 20, "inner: 10", "outer goes on"],
    [20, 10, "inner: 10", "outer: 10"],
  ])(
    "says whose time is over, the inner %i ms or the outer %i",
    async (inner, outer, first, second) => {
      const told = (who: string) => (error: unknown) => {
        console.log(`${who}: ${/\d+/.exec(String(error))?.[0]}`);
        return error;
      };
      const run = await runVirtual(async () => {
        const limited = timeout(outer, async (signal) => {
          const error = await timeout(
            inner,
            (signal) => sleep(50, { signal }),
            { signal },
          ).catch(told("inner"));
          signal.throwIfAborted();
          return error;
        });
        await limited.then(() => console.log("outer goes on"), told("outer"));
      });
      expect(run.output).toBe(`${first}\n${second}\n`);
    },
  );

  it("throws the signal's reason where that aborts the body", async () => {
    const { elapsed } = await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const limited = timeout(50, (signal) => sleep(90, { signal }), {
        signal,
      });
      const seen = reasonOf(limited);
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await sleep(5);
      controller.abort("enough");
      expect(await seen).toEqual("enough");
    });
    expect(elapsed).toBe(5);
  });

  it("throws the signal's reason where that aborts at the moment at which the time is over", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const moment = sleep(5);
      const limited = timeout(5, (signal) => sleep(90, { signal }), { signal });
      const seen = reasonOf(limited);
      await moment;
      controller.abort("enough");
      expect(await seen).toEqual("enough");
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it("never runs the body where the signal has aborted", async () => {
    await runVirtual(async () => {
      const options = { signal: AbortSignal.abort("too late") };
      const limited = timeout(5, () => expect.unreachable(), options);
      await expect(limited).rejects.toBe("too late");
    });
  });

  it("aborts the signal in the async context of whoever calls", async () => {
    const context = new AsyncLocalStorage<string>();
    const heard: Record<string, unknown> = {};
    const limited = (name: string, ms: number): Promise<void> => {
      const body = (signal: AbortSignal): Promise<void> => {
        signal.addEventListener("abort", () => {
          heard[name] = context.getStore();
        });
        return sleep(100, { signal });
      };
      return context.run(name, () => timeout(ms, body).catch(() => {}));
    };
    vi.useFakeTimers();
    const all = [limited("ann", 20), limited("bob", 10)];
    all.push(limited("eve", 0), limited("fay", 0));
    await vi.advanceTimersByTimeAsync(20);
    vi.useRealTimers();
    await Promise.all(all);
    expect(heard).toEqual({ ann: "ann", bob: "bob", eve: "eve", fay: "fay" });
  });

  it("has any time where that is Infinity", async () => {
    const run = await runVirtual(() => timeout(Infinity, () => sleep(2 ** 40)));
    expect(run.elapsed).toBe(2 ** 40);
  });

  it("refuses a time that is none, and a body that is no function", async () => {
    const reason =
      "Cannot set a timeout: the time must be a number of milliseconds";
    await expect(timeout(NaN, () => {})).rejects.toThrow(
      new RangeError(`${reason}, received NaN`),
    );
    await expect(timeout("5" as never, () => {})).rejects.toThrow(
      new TypeError(`${reason}, received "5"`),
    );
    await expect(timeout(5, 7 as never)).rejects.toThrow(
      new TypeError(
        "Cannot set a timeout: the body must be a function, received 7",
      ),
    );
  });
});
