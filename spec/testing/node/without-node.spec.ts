import v8 from "node:v8";
import { afterEach, describe, expect, it, vi } from "vitest";
import { stamped, terminal } from "../../support.ts";
import { freshCopy, type Copy } from "../fresh-copy.ts";
import { withoutColumns } from "../stuck.ts";

/*
 * In a browser there is no module of Node's, and Bun and Deno do not have all of them. The kit loads there all the same:
 * virtual time, schedules, and what the library itself can name are as they are in Node, and what only Node can see is
 * left out. So these rules hide one thing or another from a further copy of the kit.
 */
describe("Without Node", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  function hideOfProcess(...names: string[]): void {
    const none = { value: undefined, writable: true, configurable: true };
    const hidden = names.map((name) => [name, none]);
    const rest = Object.create(process, Object.fromEntries(hidden)) as object;
    vi.stubGlobal("process", rest);
  }

  /** A copy that finds none of Node's modules. */
  async function copyWithoutNode(): Promise<Copy> {
    hideOfProcess(
      "getBuiltinModule",
      "_getActiveHandles",
      "_getActiveRequests",
    );
    const copy = await freshCopy();
    hideOfProcess("nextTick");
    return copy;
  }

  it("programs run in virtual time", async () => {
    const { runVirtual, sleep, AsyncQueue, createTask } =
      await copyWithoutNode();
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      createTask(async () => {
        await sleep(1_000);
        await queue.put("tea");
      });
      setTimeout(() => console.log("timer"), 500);
      console.log(await queue.get());
      return [Date.now(), performance.now()];
    });
    expect(stamped(run)).toBe(terminal`
       500 ms | timer
      1000 ms | tea
    `);
    expect(run).toMatchObject({
      result: [Date.UTC(2000, 0, 1) + 1_000, 3_601_000],
      elapsed: 1_000,
    });
  });

  it("the microtasks of a tick come before the next job, where Node does not call its ticks when asked", async () => {
    const { _tickCallback } = process as { _tickCallback?: () => void };
    const ticks = { _tickCallback };
    Object.assign(process, { _tickCallback: undefined });
    const { explore, createTask } = await freshCopy();
    Object.assign(process, ticks);
    const { outcomes, schedules } = await explore(async () => {
      setImmediate(() => console.log("the next job"));
      process.nextTick(() => {
        void (async () => {
          for (const microtask of ["one", "two", "three"]) {
            await Promise.resolve();
            console.log(microtask);
          }
        })();
      });
      await Promise.all([1, 2].map((it) => createTask(() => it)));
    });
    expect(schedules).toBe(6);
    expect(outcomes.map(({ output }) => output)).toEqual([
      "one\ntwo\nthree\nthe next job\n",
    ]);
  });

  it("timers without end are no deadlock, since nobody sees who awaits them", async () => {
    const { runVirtual } = await copyWithoutNode();
    const few = { jobsPerMoment: 1_000 };
    const { elapsed } = await runVirtual(async () => {
      for (let turn = 0; turn < 1_200; turn++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    }, few);
    expect(elapsed).toBe(1_200);
  });

  it("what the callback of a timer throws fails the run", async () => {
    const { runVirtual, sleep } = await copyWithoutNode();
    const lost = new Error("lost");
    const run = runVirtual(async () => {
      setTimeout(() => {
        throw lost;
      }, 5);
      await sleep(10);
    });
    await expect(run).rejects.toBe(lost);
  });

  it.each([
    ["error", { error: "thrown" }],
    ["unhandledrejection", { reason: "rejected" }],
  ])("the browser's event %s fails the run", async (name, carried) => {
    const page = new EventTarget();
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    vi.stubGlobal("removeEventListener", page.removeEventListener.bind(page));
    const { runVirtual, sleep } = await copyWithoutNode();
    const raise = (): boolean => {
      const event = new Event(name, { cancelable: true });
      return page.dispatchEvent(Object.assign(event, carried));
    };
    let isLeftAlone = true;
    const run = runVirtual(async () => {
      isLeftAlone = raise();
      await sleep(10);
    });
    await expect(run).rejects.toBe(Object.values(carried)[0]);
    expect([isLeftAlone, raise()]).toEqual([false, true]);
  });

  it("a rejection is raised at its moment, also in Bun, whose call to raise it is an empty one", async () => {
    vi.stubGlobal("Bun", {});
    const call = vi.spyOn(process as never, "_tickCallback");
    const { runVirtual, sleep } = await freshCopy();
    const lost = new Error("lost");
    const run = runVirtual(async () => {
      void Promise.reject(lost);
      await sleep(5);
    });
    await expect(run).rejects.toBe(lost);
    expect(call).not.toHaveBeenCalled();
  });

  it("a deadlock names those who wait in the library, and of promises that main does", async () => {
    const { runVirtual, AsyncQueue, createTask } = await copyWithoutNode();
    const main = async (): Promise<void> => {
      createTask(() => new AsyncQueue().get(), { name: "consumer" });
      await new Promise(() => {});
    };
    const inQueue = await runVirtual(main).catch(String);
    expect(
      withoutColumns(inQueue as string)
        .split("\n  ")
        .slice(1),
    ).toEqual([
      expect.stringMatching(
        /^consumer waits for AsyncQueue\.get since 0 ms at .*without-node\.spec\.ts:\d+; nobody else has put into it$/,
      ),
    ]);
    const alone = await runVirtual(() => new Promise(() => {})).catch(String);
    expect(alone).toContain("\n  main waits for a promise");
  });

  it("leaks have their places", async () => {
    const { runVirtual, createTask, sleep } = await copyWithoutNode();
    const { leaks } = await runVirtual(() => {
      createTask(() => sleep(1), { name: "sleeper" });
      setTimeout(() => {}, 1);
    });
    expect(leaks.map(({ text }) => withoutColumns(text))).toEqual([
      expect.stringMatching(/^the task sleeper, created at .*\.spec\.ts:\d+,/),
      expect.stringMatching(/^a timer that main set at .*\.spec\.ts:\d+ is/),
    ]);
  });

  it("every schedule is explored", async () => {
    const { explore, createTask, AsyncQueue } = await copyWithoutNode();
    const { outcomes, complete } = await explore(async () => {
      const queue = new AsyncQueue<string>();
      createTask(() => queue.put("a"));
      createTask(() => queue.put("b"));
      console.log(await queue.get());
    });
    expect(outcomes.map(({ output }) => output)).toEqual(["a\n", "b\n"]);
    expect(complete).toBe(true);
  });

  it("what is absent is not put in its place", async () => {
    const none = { timeout: { value: undefined } };
    vi.stubGlobal("AbortSignal", Object.create(AbortSignal, none));
    vi.stubGlobal("setImmediate", undefined);
    vi.stubGlobal("clearImmediate", undefined);
    const { runVirtual } = await copyWithoutNode();
    const { result } = await runVirtual(() => [
      typeof setImmediate,
      typeof clearImmediate,
      typeof process.nextTick,
      typeof AbortSignal.timeout,
    ]);
    expect(new Set(result)).toEqual(new Set(["undefined"]));
  });

  it("promises cannot be named where hooking them throws, as in Bun", async () => {
    const { createHook } = v8.promiseHooks;
    vi.spyOn(v8.promiseHooks, "createHook").mockImplementation((hooks) => {
      if ("after" in hooks) {
        return createHook(hooks); // Node's own, for async_hooks
      }
      throw new Error("not implemented");
    });
    const { runVirtual } = await freshCopy();
    const stuck = await runVirtual(() => new Promise(() => {})).catch(String);
    expect(stuck).toContain("\n  main waits for a promise");
    expect(stuck).not.toContain(" at ");
  });
});
