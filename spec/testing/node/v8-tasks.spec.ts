import { setTimeout as wait } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { describe, expect, it, vi } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";
import { collectGarbage } from "./garbage.ts";

interface Wait {
  readonly async: boolean;
  readonly value: Promise<string> | string;
}

/*
 * V8 itself tells of some things by a task on a lap of the real event loop: that garbage was collected, that a wait for
 * shared memory is over. A run takes such laps where the program may hear of them.
 */
describe("What V8 tells a virtual run", () => {
  const { waitAsync } = Atomics as unknown as {
    waitAsync: (
      array: Int32Array,
      at: number,
      is: number,
      ms?: unknown,
    ) => Wait;
  };
  const cell = (): Int32Array => new Int32Array(new SharedArrayBuffer(4));
  const wake = (...args: [Int32Array, number, number, unknown?]): Wait =>
    (Atomics as unknown as { waitAsync: typeof waitAsync }).waitAsync(...args);

  it.each([100, "100"])(
    "is that a wait of %o ms is over, in virtual time",
    async (ms) => {
      const run = await runVirtual(async () => {
        const limited = wake(cell(), 0, 0, ms);
        const result = await Promise.race([limited.value, wait(1_000)]);
        return [limited.async, result];
      });
      expect(run).toMatchObject({ result: [true, "timed-out"], elapsed: 100 });
    },
  );

  it.each([1_000, Infinity, undefined, NaN])(
    "is that one of %o ms was ended before",
    async (ms) => {
      const run = await runVirtual(async () => {
        const shared = cell();
        const woken = wake(shared, 0, 0, ms);
        setTimeout(() => Atomics.notify(shared, 0), 50);
        return Promise.race([woken.value, wait(500)]);
      });
      expect(run).toMatchObject({ result: "ok", elapsed: 50 });
    },
  );

  it("is at once that there is nothing to wait for", async () => {
    const { result } = await runVirtual(() => [
      wake(cell(), 0, 1, 100),
      wake(cell(), 0, 0, 0),
    ]);
    expect(result).toEqual([
      { async: false, value: "not-equal" },
      { async: false, value: "timed-out" },
    ]);
  });

  it("is that a worker thread has ended one", async () => {
    const code = `
      const { workerData } = require("node:worker_threads");
      Atomics.store(workerData, 0, 1);
      Atomics.notify(workerData, 0);`;
    const run = await runVirtual(
      async () => {
        const workerData = cell();
        const woken = wake(workerData, 0, 0);
        const worker = new Worker(code, { eval: true, workerData });
        const result = await Promise.race([woken.value, wait(5_000)]);
        await worker.terminate();
        return result;
      },
      { patience: Infinity },
    );
    expect(run).toMatchObject({ result: "ok", elapsed: 0 });
  });

  it("is that garbage was collected", async () => {
    const { result } = await runVirtual(async () => {
      const collected: unknown[] = [];
      const registry = new FinalizationRegistry((it) => collected.push(it));
      registry.register({ some: "thing" }, "it");
      await wait(1);
      collectGarbage();
      await wait(1);
      return { collected, registry };
    });
    expect(result.collected).toEqual(["it"]);
    expect(result.registry).toBeInstanceOf(FinalizationRegistry);
  });

  it("is told by registries of one kind, also by those of a program's own", async () => {
    class Own extends FinalizationRegistry<unknown> {}
    const { result } = await runVirtual(() => {
      class Inner extends FinalizationRegistry<unknown> {}
      return [new Own(() => {}), new Inner(() => {})].map((it) => [
        it instanceof FinalizationRegistry,
        it.constructor.name,
      ]);
    });
    expect(result).toEqual([
      [true, "Own"],
      [true, "Inner"],
    ]);
  });

  it("is looked for only in what is there: where no memory can be shared, a run is one like any other", async () => {
    vi.stubGlobal("Atomics", undefined);
    const run = await runVirtual(() => wait(1, "ok"));
    vi.unstubAllGlobals();
    expect(run).toMatchObject({ result: "ok", elapsed: 1 });
  });
});
