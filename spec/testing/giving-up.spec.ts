import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { sleep } from "../../src/patterns/sleep.ts";
import {
  DeadlockError,
  runVirtual,
  type VirtualOptions,
} from "../../src/testing/index.ts";

/*
 * A test that waits for something real, such as an answer from a server that never comes, ends by its time limit. The run
 * inside must end with it, or the next test would find virtual globals. So a run takes a signal, and under vitest it
 * listens to the signal of the test around it by itself.
 */
describe("A run that is given up", () => {
  const reason = new Error("enough");
  const realSetTimeout = globalThis.setTimeout;

  it("rejects with the reason of its signal, and nothing more runs", async () => {
    const { signal, abort } = stopper();
    const printed: string[] = [];
    const run = runVirtual(
      async () => {
        setTimeout(() => printed.push("timer"), 20);
        await sleep(10);
        setImmediate(() => printed.push("immediate"));
        abort();
        await sleep(10);
        printed.push("main");
      },
      { signal },
    );
    await expect(run).rejects.toBe(reason);
    await new Promise((resolve) => setImmediate(resolve));
    expect(printed).toEqual([]);
  });

  it("brings the globals back at once, inside the abort", async () => {
    const { signal, abort } = stopper();
    let after: unknown;
    const run = runVirtual(
      () => {
        expect(globalThis.setTimeout).not.toBe(realSetTimeout);
        abort();
        after = globalThis.setTimeout;
      },
      { signal },
    );
    await expect(run).rejects.toBe(reason);
    expect(after).toBe(realSetTimeout);
  });

  it("lets another run start at once", async () => {
    const { signal, abort } = stopper();
    const first = runVirtual(() => sleep(Infinity), { signal });
    abort();
    const second = runVirtual(async () => {
      await sleep(5);
      await new Promise((resolve) => setTimeout(resolve, 60_000));
    });
    await expect(first).rejects.toBe(reason);
    expect((await second).elapsed).toBe(60_005);
    await sleep(0); // turns are real again
  });

  it("never starts main where the signal has aborted already", async () => {
    let started = false;
    const signal = AbortSignal.abort(reason);
    const run = runVirtual(() => (started = true), { signal });
    await expect(run).rejects.toBe(reason);
    expect(started).toBe(false);
  });

  it("has not ended yet: an abort after the end changes nothing", async () => {
    const { signal, abort } = stopper();
    const run = await runVirtual(() => "result", { signal });
    abort();
    expect(run.result).toBe("result");
  });

  it.each([
    ["has aborted already", true],
    ["aborts later", false],
  ])("heeds a signal of another make, which %s", async (_, hasAborted) => {
    const reason = new Error("given up");
    const target = new EventTarget();
    const signal = Object.assign(target, { aborted: hasAborted, reason });
    const run = runVirtual(() => sleep(Infinity), { signal: signal as never });
    target.dispatchEvent(new Event("abort"));
    await expect(run).rejects.toBe(reason);
  });

  it("listens to its signal only until its end", async ({ signal }) => {
    const count = (): number => getEventListeners(signal, "abort").length;
    const before = count();
    const { result } = await runVirtual(count);
    expect(result).toBeGreaterThan(before);
    expect(count()).toBe(before);
  });

  describe("with the test around it,", () => {
    const scope = globalThis as { __vitest_worker__?: object | undefined };
    const worker = scope.__vitest_worker__ ?? {};

    /** Starts a run as though vitest said this of itself. */
    async function runBeside(
      told: object | undefined,
      options: VirtualOptions = {},
      main = (): Promise<void> => sleep(10),
    ): Promise<unknown> {
      scope.__vitest_worker__ =
        told === undefined
          ? undefined
          : Object.assign(Object.create(worker), told);
      const run = runVirtual(main, options);
      scope.__vitest_worker__ ??= worker; // vitest cannot do without for long
      try {
        return await run;
      } finally {
        scope.__vitest_worker__ = worker;
      }
    }

    it("ends when the test has reached its time limit", async () => {
      const { signal, abort } = stopper();
      const run = runBeside({ current: { context: { signal } } });
      abort();
      await expect(run).rejects.toBe(reason);
      expect(globalThis.setTimeout).toBe(realSetTimeout);
    });

    it("ends by the first signal that aborts, its own or the test's", async () => {
      for (const which of ["own", "test"] as const) {
        const stoppers = { own: stopper(), test: stopper() };
        const run = runBeside(
          { current: { context: { signal: stoppers.test.signal } } },
          { signal: stoppers.own.signal },
        );
        stoppers[which].abort();
        await expect(run).rejects.toBe(reason);
      }
    });

    it("goes on where tests run at once: it is not known whose run it is", async () => {
      const { signal, abort } = stopper();
      const run = runBeside({
        current: { concurrent: true, context: { signal } },
      });
      abort();
      await expect(run).resolves.toMatchObject({ elapsed: 10 });
    });

    it.each([
      ["nothing of itself", undefined],
      ["nothing of its test", { current: undefined }],
      ["of a test without a context", { current: {} }],
      ["of a test without a signal", { current: { context: {} } }],
    ])("goes on where the runner tells %s", async (_, told) => {
      await expect(runBeside(told)).resolves.toMatchObject({ elapsed: 10 });
    });

    it("is still ended by a deadlock, whatever the runner tells", async () => {
      const told = { current: undefined, resolvingModules: undefined };
      const stuck = (): Promise<void> => new Promise(() => {});
      await expect(runBeside(told, {}, stuck)).rejects.toThrow(DeadlockError);
    });
  });

  function stopper(): { signal: AbortSignal; abort: () => void } {
    const controller = new AbortController();
    return {
      signal: controller.signal,
      abort: () => {
        controller.abort(reason);
      },
    };
  }
});
