import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { collectGarbage } from "./garbage.ts";

/*
 * A time limit is most often an AbortSignal.timeout handed to whatever takes a signal. In a run it is a virtual deadline:
 * a limit of thirty seconds is tested at once, and it strikes between the same two lines every time.
 */
describe("AbortSignal.timeout in virtual time", () => {
  it("aborts at its deadline, with a TimeoutError", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(30_000);
      signal.addEventListener("abort", () => console.log("abort"));
      await sleep(29_999);
      console.log(`aborted: ${signal.aborted}`);
      await sleep(2);
      return signal.reason as unknown;
    });
    expect(stamped(run)).toBe(terminal`
      29999 ms | aborted: false
      30000 ms | abort
    `);
    expect(run.result).toEqual(
      new DOMException(
        "The operation was aborted due to timeout",
        "TimeoutError",
      ),
    );
  });

  it("ends this library's waits with its reason, unchanged", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(20);
      const error = await sleep(100, { signal }).catch(
        (error) => error as unknown,
      );
      return error === signal.reason;
    });
    expect(run).toMatchObject({ result: true, elapsed: 20 });
  });

  it("ends Node's waits with its reason as the cause", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(20);
      const error = await wait(100, 1, { signal }).catch(
        (error) => error as Error,
      );
      return (error as Error).cause === signal.reason;
    });
    expect(run).toMatchObject({ result: true, elapsed: 20 });
  });

  it("strikes before a wait of the same length that began after it", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(20);
      const error = await wait(20, "in time", { signal }).catch(
        () => "too late",
      );
      return error;
    });
    expect(run.result).toBe("too late");
  });

  it("of 0 aborts after 1 ms, as every timer does", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(0);
      await once(signal, "abort");
    });
    expect(run.elapsed).toBe(1);
  });

  it("of 2^32-1 ms, the longest, lasts its length", async () => {
    const run = await runVirtual(async () => {
      const signal = AbortSignal.timeout(2 ** 32 - 1);
      await once(signal, "abort");
    });
    expect(run.elapsed).toBe(2 ** 32 - 1);
  });

  it("takes part in AbortSignal.any", async () => {
    const run = await runVirtual(async () => {
      const user = new AbortController();
      const limit = AbortSignal.timeout(20);
      const either = AbortSignal.any([user.signal, limit]);
      await once(either, "abort");
      return either.reason === limit.reason;
    });
    expect(run).toMatchObject({ result: true, elapsed: 20 });
  });

  it("keeps no signal in memory that nobody holds", async () => {
    const { result } = await runVirtual(async () => {
      const ref = new WeakRef(AbortSignal.timeout(1_000_000));
      await sleep(10);
      collectGarbage();
      return ref.deref();
    });
    expect(result).toBeUndefined();
  });

  it("is real again after the run", async () => {
    const timeout = (): unknown =>
      Object.getOwnPropertyDescriptor(AbortSignal, "timeout");
    const before = timeout();
    await runVirtual(() => AbortSignal.timeout(1));
    expect(timeout()).toEqual(before);
  });
});
