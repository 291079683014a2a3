import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * A wait that takes a `signal` can be ended from outside: when the signal aborts, the wait rejects with the signal's
 * reason, whatever that is, unchanged. The aborting code goes on first; the waiting code resumes on a turn of its own.
 * A signal may live much longer than the waits under it, so a wait that is over leaves nothing behind on it.
 */
describe("sleep under a signal", () => {
  it("rejects with the signal's reason, unchanged", async () => {
    await runVirtual(async () => {
      for (const reason of [new Error("enough"), "a string", 0, null]) {
        const controller = new AbortController();
        const sleeping = sleep(10, controller);
        controller.abort(reason);
        expect(await reasonOf(sleeping)).toBe(reason);
      }
    });
  });

  it("ends at the moment of the abort", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const sleeping = sleeper("A", 100, controller.signal);
      await sleep(30);
      controller.abort("enough");
      await sleeping;
    });
    expect(stamped(run)).toBe(terminal`
        30 ms | A ends: enough
    `);
  });

  it("ends a sleep that would last for ever", async () => {
    const run = await runVirtual(async () => {
      await sleeper("A", Infinity, AbortSignal.timeout(5_000));
    });
    expect(stamped(run)).toBe(terminal`
      5000 ms | A ends: TimeoutError: The operation was aborted due to timeout
    `);
  });

  it("resumes on a turn of its own, in the order in which the sleeps began", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      const sleeping = [sleeper("A", 20, signal), sleeper("B", 10, signal)];
      const turn = nextTurn().then(() => console.log("in line before"));
      controller.abort("enough");
      await Promise.resolve();
      console.log("the aborting code");
      await Promise.all([...sleeping, turn]);
    });
    expect(run.output).toBe(terminal`
      the aborting code
      in line before
      A ends: enough
      B ends: enough
    `);
  });

  it("rejects at once, without a turn, where the signal has aborted already", async () => {
    const run = await runVirtual(async () => {
      const turn = nextTurn().then(() => console.log("the next turn"));
      const signal = AbortSignal.abort("too late");
      await sleeper("A", 10, signal);
      await sleeper("B", 0, signal);
      await turn;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A ends: too late
         0 ms | B ends: too late
         0 ms | the next turn
    `);
  });

  it("keeps its place in the line when it aborts after its time has come", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const aborting = sleep(10).then(() => controller.abort("at 10 ms"));
      await Promise.all([
        aborting,
        sleeper("A", 10, controller.signal),
        sleeper("B", 10),
      ]);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A ends: at 10 ms       ← though it was awake already, and still before
        10 ms | B wakes
    `);
  });

  it("goes on undisturbed when the signal aborts after the sleep", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      await sleeper("A", 10, controller.signal);
      controller.abort("too late");
      await sleep(10);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A wakes
    `);
  });

  it("ends also where another listener stops the event of the abort", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      controller.signal.addEventListener("abort", (event) =>
        event.stopImmediatePropagation(),
      );
      const sleeping = sleeper("A", 100, controller.signal);
      controller.abort("enough");
      await sleeping;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A ends: enough
    `);
  });

  it("does not end by an event that only looks like an abort, and by the abort behind it", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const sleeping = [
        sleeper("A", 10, controller.signal),
        sleeper("B", 100, controller.signal),
      ];
      controller.signal.dispatchEvent(new Event("abort"));
      controller.signal.dispatchEvent(new Event("abort"));
      await sleep(30);
      controller.abort("enough");
      await Promise.all(sleeping);
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A wakes
        30 ms | B ends: enough
    `);
  });

  it("needs one listener on the signal for any number of sleeps", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const sleeping = Array.from({ length: 20 }, () => sleep(10, { signal }));
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await Promise.all(sleeping);
    });
  });

  it("leaves no listener behind, whether it ends in time or is aborted", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const { signal } = controller;
      await sleep(10, { signal });
      await sleep(0, { signal });
      expect(getEventListeners(signal, "abort")).toEqual([]);
      const aborted = [sleep(10, { signal }), sleep(20, { signal })];
      controller.abort("enough");
      expect(getEventListeners(signal, "abort")).toEqual([]);
      await Promise.allSettled(aborted);
    });
  });

  it("keeps its listener while another sleep under the signal goes on", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const long = sleep(20, { signal });
      await sleep(10, { signal });
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      await long;
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it("listens again to a signal that it has already left once", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      await sleep(10, controller);
      const sleeping = sleeper("A", 100, controller.signal);
      controller.abort("enough");
      await sleeping;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A ends: enough
    `);
  });
});

async function sleeper(
  name: string,
  ms: number,
  signal?: AbortSignal,
): Promise<void> {
  try {
    await sleep(ms, { signal });
    console.log(`${name} wakes`);
  } catch (reason) {
    console.log(`${name} ends: ${String(reason)}`);
  }
}

async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => expect.unreachable(),
    (reason: unknown) => reason,
  );
}
