import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { stamped, terminal } from "../../support.ts";
import { freshCopy, type Copy } from "../fresh-copy.ts";

interface IdleDeadline {
  readonly didTimeout: boolean;
  timeRemaining(): number;
}

/** What a page has, and Node has not. */
interface Page {
  requestAnimationFrame(callback: (now: number) => void): number;
  cancelAnimationFrame(frame: number): void;
  requestIdleCallback(callback: (deadline: IdleDeadline) => void): number;
  cancelIdleCallback(callback: number): void;
}

/*
 * A browser's timers are numbers, and a page can also wait for its next frame, or until it is idle. In virtual time a
 * frame is 16 ms long, and a page is idle after a millisecond in which nothing else is due. Here a copy of the kit is
 * loaded where the timers are a browser's.
 */
describe("Virtual timers of a browser", () => {
  const page = globalThis as unknown as Page;
  const never = (): void => console.log("never");
  let copy: Copy;

  beforeEach(async () => {
    const { setTimeout, setInterval } = globalThis;
    vi.stubGlobal("setTimeout", (...args: Parameters<typeof setTimeout>) =>
      Number(setTimeout(...args)),
    );
    vi.stubGlobal("setInterval", (...args: Parameters<typeof setInterval>) =>
      Number(setInterval(...args)),
    );
    for (const name of [
      "requestAnimationFrame",
      "cancelAnimationFrame",
      "requestIdleCallback",
      "cancelIdleCallback",
    ]) {
      vi.stubGlobal(name, () => expect.unreachable("it is real"));
    }
    copy = await freshCopy();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("a timer is a number, far from those of real timers", async () => {
    const { result } = await copy.runVirtual(() => [
      setTimeout(() => {}, 1),
      setInterval(() => {}, 1),
    ]);
    expect(result).toEqual([1_000_000_000_001, 1_000_000_000_002]);
  });

  it("a timer can be cleared by its number", async () => {
    const run = await copy.runVirtual(async () => {
      clearTimeout(setTimeout(never, 1));
      clearInterval(setInterval(never, 1));
      await copy.sleep(5);
    });
    expect(run.output).toBe("");
  });

  it("a timer of text is left to the browser, which may run it", async () => {
    const real = vi.fn<(...args: unknown[]) => number>(() => 7);
    vi.stubGlobal("setTimeout", real);
    const { runVirtual } = await freshCopy();
    const code = "console.log()" as unknown as () => void;
    const { result } = await runVirtual(() => setTimeout(code, 5));
    expect(result).toBe(7);
    expect(real).toHaveBeenLastCalledWith(code, 5);
  });

  it("a frame comes every 16 ms, and is told the time", async () => {
    const run = await copy.runVirtual(async () => {
      for (let frame = 0; frame < 3; frame++) {
        const now = await new Promise<number>((resolve) => {
          page.requestAnimationFrame(resolve);
        });
        console.log(now);
        await copy.sleep(1.5);
      }
    });
    expect(stamped(run)).toBe(terminal`
        16 ms | 3600016
        32 ms | 3600032
        48 ms | 3600048
    `);
  });

  it("a page is idle after a millisecond", async () => {
    const run = await copy.runVirtual(async () => {
      const deadline = await new Promise<IdleDeadline>((resolve) => {
        page.requestIdleCallback(resolve);
      });
      return [deadline.didTimeout, deadline.timeRemaining()];
    });
    expect(run).toMatchObject({ result: [false, 50], elapsed: 1 });
  });

  it("a frame can be called off, and so can what waits for an idle page", async () => {
    const run = await copy.runVirtual(async () => {
      page.cancelAnimationFrame(page.requestAnimationFrame(never));
      page.cancelIdleCallback(page.requestIdleCallback(never));
      await copy.sleep(50);
    });
    expect(run.output).toBe("");
  });
});
