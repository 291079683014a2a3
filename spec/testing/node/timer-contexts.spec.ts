import { AsyncLocalStorage, createHook } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";

// As a library takes them, before any run.
const before = { setTimeout, setImmediate };

const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/*
 * Servers keep what belongs to a request in an AsyncLocalStorage. A timer calls back in the context of who set it, and one
 * that has fired, in that of who refreshed it; so it is in Node, and in virtual time.
 */
describe("The async context of a virtual timer", () => {
  const request = new AsyncLocalStorage<number>();
  const fail = (): never => {
    throw new Error("lost");
  };
  const note = (): void => console.log(request.getStore());

  it.each<[string, () => unknown]>([
    ["setTimeout", () => setTimeout(note, 10)],
    ["setImmediate", () => setImmediate(note)],
    ["a timer from before the run", () => before.setTimeout(note, 10)],
    ["an immediate from before the run", () => before.setImmediate(note)],
    [
      "AbortSignal.timeout",
      () => AbortSignal.timeout(10).addEventListener("abort", note),
    ],
    ["a wait by promise", () => wait(10).then(note)],
  ])("of %s is that of who set it", async (_, set) => {
    const run = await runVirtual(async () => {
      request.run(7, set);
      request.run(8, set);
      await pass(20);
    });
    expect(run.output).toBe("7\n8\n");
  });

  it.each<[string, () => unknown]>([
    ["a timeout", () => setTimeout(fail, 10)],
    ["an immediate", () => setImmediate(fail)],
    ["a timer from before the run", () => before.setTimeout(fail, 10)],
  ])("is that in which an error of %s is raised", async (_, set) => {
    const run = await runVirtual(async () => {
      process.on("uncaughtException", note);
      request.run(7, set);
      await pass(20);
    });
    expect(run.output).toBe("7\n");
  });

  it("stays that of who set it, tick by tick", async () => {
    const run = await runVirtual(async () => {
      const beat = request.run(7, () => setInterval(note, 10));
      await pass(25);
      clearInterval(beat);
    });
    expect(run.output).toBe("7\n7\n");
  });

  it("is that of who refreshed it, if it had fired", async () => {
    const run = await runVirtual(async () => {
      const timer = request.run(7, () => setTimeout(note, 10));
      request.run(8, () => timer.refresh()); // it has not
      await pass(20);
      request.run(9, () => timer.refresh());
      await pass(20);
    });
    expect(run.output).toBe("7\n9\n");
  });

  it("is that of a resource that hooks see under Node's name, with the handle", async () => {
    const seen = new Map<unknown, string>();
    const hook = createHook({
      init: (_, type, __, resource) => seen.set(resource, type),
    });
    const { result } = await runVirtual(() => {
      hook.enable();
      const handles = [setTimeout(() => {}, 10), setImmediate(() => {})];
      hook.disable();
      return handles.map((handle) => seen.get(handle));
    });
    expect(result).toEqual(["Timeout", "Immediate"]);
  });

  it("is said to be over once, when the timer has fired or was called off", async () => {
    const begun: number[] = [];
    const over: number[] = [];
    let isOver = false;
    const hook = createHook({
      init: (id, type) => {
        if (!isOver && /^(?:Timeout|Immediate)$/.test(type)) {
          begun.push(id);
        }
      },
      destroy: (id) => over.push(id),
    });
    await runVirtual(async () => {
      hook.enable();
      const cleared = setTimeout(() => {}, 10);
      clearTimeout(cleared);
      clearTimeout(cleared);
      cleared.refresh();
      clearImmediate(setImmediate(() => {}));
      const done = setImmediate(() => {});
      const beat = setInterval(() => clearInterval(beat), 10);
      let firings = 0;
      const again = setTimeout(() => {
        if (++firings === 1) {
          again.refresh();
        }
      }, 10);
      await pass(30);
      clearImmediate(done);
      again.refresh(); // for it, that is another resource
      await pass(20);
      isOver = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    hook.disable();
    expect(begun.length).toBeGreaterThanOrEqual(8); // and laps of the real event loop
    expect(begun.map((id) => over.filter((it) => it === id))).toEqual(
      begun.map((id) => [id]),
    );
  });

  it("that main enters for good is that of main alone, and of what it begins", async () => {
    const run = await runVirtual(async () => {
      process.on("unhandledRejection", () => {});
      process.on("rejectionHandled", note); // Node calls it in none
      request.enterWith(7);
      const failed = pass(1).then(fail);
      await pass(5);
      note();
      await failed.catch(note);
      await pass(1);
    });
    expect(run.output).toBe("7\n7\nundefined\n");
    expect(request.getStore()).toBeUndefined();
  });
});
