import { describe, expect, it } from "vitest";
import { main as sentinels } from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { main as workers } from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { layOut } from "../../../src/textbook/timeline/layout.ts";
import { recorded } from "../fixtures.ts";

/*
 * The drawing has one axis, from left to right. Time passes between two moments of the virtual clock. A moment itself is
 * opened up, so that all turns of one millisecond stand side by side, in their order. A run that takes no time at all is
 * one moment, and its axis is the order of its turns.
 */
describe("The layout of a timeline", () => {
  it("each moment at which something happens has a column, and between two of them time passes", async () => {
    const { moments } = layOut((await recorded(workers)).timeline);
    expect(moments.map(({ at }) => at)).toEqual([
      0, 10, 20, 30, 40, 50, 60, 70, 80,
    ]);
    for (const [index, { from, to }] of moments.entries()) {
      expect(from).toBeLessThan(to);
      expect(from).toBeGreaterThan(moments[index - 1]?.to ?? -1);
    }
  });

  it("a run that takes no time is one moment, with its turns one after the other", async () => {
    const { moments, turns } = layOut((await recorded(sentinels)).timeline);
    expect(moments.map(({ at }) => at)).toEqual([0]);
    for (const [index, { from, to }] of turns.entries()) {
      expect(from).toBeLessThan(to);
      expect(from).toBeGreaterThan(turns[index - 1]?.to ?? -1);
    }
  });

  it("each task has a lane, which tells what it does from place to place", async () => {
    const { lanes } = layOut((await recorded(workers)).timeline);
    const doings = Array.from(lanes, ([name, segments]) => [
      name,
      segments
        .slice(0, 5)
        .map(({ state, kind }) => `${state} ${kind?.what ?? ""}`.trim()),
    ]);
    expect(doings).toEqual([
      ["main", ["runs", "sleeps", "runs", "sleeps", "runs"]],
      ["Worker-0", ["ready", "runs", "waits AsyncQueue.get", "ready", "runs"]],
      ["Worker-1", ["ready", "runs", "waits AsyncQueue.get", "ready", "runs"]],
    ]);
    for (const segments of lanes.values()) {
      for (const [index, { from }] of segments.entries()) {
        expect(from).toBeGreaterThanOrEqual(segments[index - 1]?.to ?? 0);
      }
    }
  });

  it("an item goes from its producer to its consumer", async () => {
    const { items } = layOut((await recorded(workers)).timeline);
    expect(
      items.map(
        ({ value, put, took }) => `${value}: ${put.lane} to ${took?.lane}`,
      ),
    ).toEqual([
      "0: main to Worker-0",
      "1: main to Worker-1",
      "2: main to Worker-0",
      "3: main to Worker-1",
      "4: main to Worker-0",
      "5: main to Worker-1",
    ]);
  });

  it("a queue has its depth, and its limit once somebody had to wait for room", async () => {
    const { queues, lanes } = layOut(
      (
        await recorded(async () => {
          const queue = new AsyncQueue<number>(2);
          createTask(async () => {
            await sleep(10);
            await queue.get();
          });
          for (const item of [1, 2, 3]) {
            await queue.put(item);
          }
        })
      ).timeline,
    );
    const depth = queues.get("AsyncQueue");
    expect(depth?.sizes.map(({ size }) => size)).toEqual([1, 2, 1, 2]);
    expect(depth?.limit).toBe(2);
    expect(lanes.get("main")).toContainEqual(
      expect.objectContaining({
        state: "waits",
        kind: expect.objectContaining({ what: "AsyncQueue.put" }) as unknown,
      }),
    );
  });

  it("a consumer that was woken too late is marked, with who robbed it", async () => {
    const { robberies } = layOut((await recorded(sentinels)).timeline);
    expect(robberies.map(({ lane, by }) => `${by} robbed ${lane}`)).toEqual([
      "Consumer-0 robbed Consumer-1",
      "Consumer-0 robbed Consumer-1",
      "Consumer-0 robbed Consumer-1",
      "Consumer-0 robbed Consumer-1",
    ]);
  });

  it("contexts are nested, and keep the error that passed through", async () => {
    const manager = {
      enter: async (): Promise<void> => {},
      exit: async (): Promise<void> => {},
    };
    const { contexts } = layOut(
      (
        await recorded(async () => {
          const failing = asyncWith({ ...manager }, () =>
            asyncWith({ ...manager }, () => {
              throw new Error("lost");
            }),
          );
          await failing.catch(() => {});
          createTask(() => asyncWith({ ...manager }, () => sleep(5)));
          await sleep(1);
        })
      ).timeline,
    );
    expect(
      contexts.map(({ context, level, error, to }) => [
        context,
        level,
        error,
        to === undefined,
      ]),
    ).toEqual([
      ["Object", 0, "Error: lost", false],
      ["Object 2", 1, "Error: lost", false],
      ["Object 3", 0, undefined, true],
    ]);
  });

  it("code that waits for something of its own is idle, until its last turn", async () => {
    const { lanes } = layOut(
      (
        await recorded(async () => {
          let go = (): void => {};
          const gate = new Promise<void>((resolve) => (go = resolve));
          createTask(() => gate, { name: "waiting" });
          await sleep(5);
          go();
          await sleep(5);
        })
      ).timeline,
    );
    expect(lanes.get("waiting")?.map(({ state }) => state)).toEqual([
      "ready",
      "runs",
      "idle",
    ]);
    expect(lanes.get("main")?.at(-1)?.state).toBe("runs");
  });

  it("a layout that would be narrow is stretched", async () => {
    const run = await recorded(() => console.log("one line"));
    expect(layOut(run.timeline).width).toBeGreaterThan(50);
  });
});
