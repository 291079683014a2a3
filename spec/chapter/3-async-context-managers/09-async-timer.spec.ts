import { describe, expect, it } from "vitest";
import { asyncWith, createTask, gather, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  asyncTimer,
  main,
} from "../../../src/chapter/3-async-context-managers/09-async-timer.ts";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";

/*
 * Not every context manager deserves a class. `asyncContextManager` makes one from a generator that yields once: the
 * body runs while the generator stands at its `yield`. Local variables such as the start time simply stay where they
 * are, and `finally` sees every way out.
 */
describe("09 · Async timer", () => {
  it("prints how long each body takes", async () => {
    const run = await play(main);
    expect(stamped(run)).toBe(terminal`
         0 ms |   [fetch] Starting...
        50 ms |   [fetch] Done in 0.0500s
        50 ms |   [compute] Starting...   ← the second timer starts from zero
        70 ms |   [compute] Done in 0.0200s
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("starts with the body, not when it is made", async () => {
    const run = await runVirtual(async () => {
      const timer = asyncTimer("late");
      await sleep(30);
      await asyncWith(timer, () => sleep(5));
    });
    expect(stamped(run)).toBe(terminal`
        30 ms |   [late] Starting...
        35 ms |   [late] Done in 0.0050s
    `);
  });

  it("measures no time where the body takes none", async () => {
    const run = await runVirtual(() => asyncWith(asyncTimer("idle"), () => {}));
    expect(run.output).toBe(terminal`
        [idle] Starting...
        [idle] Done in 0.0000s
    `);
  });

  it("hands on what the body returns", async () => {
    const { result } = await runVirtual(() =>
      asyncWith(asyncTimer("sum"), () => 1 + 1),
    );
    expect(result).toBe(2);
  });

  it("keeps the time of two bodies apart that run at once", async () => {
    const run = await runVirtual(async () => {
      const timed = (label: string, ms: number) =>
        createTask(() => asyncWith(asyncTimer(label), () => sleep(ms)));
      await gather(timed("slow", 40), timed("fast", 10));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms |   [slow] Starting...
         0 ms |   [fast] Starting...
        10 ms |   [fast] Done in 0.0100s
        40 ms |   [slow] Done in 0.0400s
    `);
  });

  it("reports the time of a body that throws, and the error goes on", async () => {
    const run = await runVirtual(async () => {
      const failing = asyncWith(asyncTimer("fetch"), async () => {
        await sleep(15);
        throw new Error("no route to host");
      });
      await expect(failing).rejects.toThrow(new Error("no route to host"));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms |   [fetch] Starting...
        15 ms |   [fetch] Done in 0.0150s
    `);
  });

  it("refuses to be entered a second time", async () => {
    await runVirtual(async () => {
      const timer = asyncTimer("once");
      await asyncWith(timer, () => {});
      await expect(asyncWith(timer, () => {})).rejects.toThrow(
        new Error(
          "Cannot enter the context: a generator's manager serves only once, make another",
        ),
      );
    });
  });
});
