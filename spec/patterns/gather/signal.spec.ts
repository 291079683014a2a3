import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { gather } from "../../../src/patterns/gather.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { Census } from "../alive.ts";
import { unhandledIn } from "../unhandled.ts";
import { countFollowers } from "../followers.ts";
import { after, failing } from "./gathered.ts";

/*
 * A signal ends the wait, and nothing but the wait. In asyncio, cancelling who gathers cancels all that was gathered.
 */
describe("gather under a signal", () => {
  it("throws the signal's reason on a turn of its own, and leaves the tasks running", async () => {
    const run = await runVirtual(async () => {
      const slow = after(30, "slow", () => console.log("slow is done"));
      const task = createTask((signal) => gather([slow], { signal }));
      await sleep(10);
      task.cancel();
      console.log("cancelled");
      await task.catch((error: unknown) => console.log(String(error)));
      await slow;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | cancelled
        10 ms | CancelledError: The task was cancelled
        30 ms | slow is done
    `);
  });

  it("leaves the others who wait for the same tasks waiting", async () => {
    const { result } = await runVirtual(async () => {
      const slow = after(30, "slow");
      const signal = AbortSignal.timeout(10);
      const others = gather([slow]);
      await gather([slow], { signal }).catch(() => {});
      return others;
    });
    expect(result).toEqual(["slow"]);
  });

  it("throws at once under an aborted signal, also where all are done", async () => {
    const signal = AbortSignal.abort("too late");
    await expect(gather([], { signal })).rejects.toBe("too late");
    const { elapsed } = await runVirtual(async () => {
      await expect(gather([after(9, "A")], { signal })).rejects.toBe(
        "too late",
      );
    });
    expect(elapsed).toBe(0);
  });

  it.each([
    ["before its wake-up", 0],
    ["after it", 1],
  ])(
    "throws its reason where it aborts while its caller stands in line, %s",
    async (_, turnsLater) => {
      await runVirtual(async () => {
        const controller = new AbortController();
        const gathered = gather([createTask(() => "A")], controller);
        await nextTurn(); // the task is done
        for (let turn = 0; turn < turnsLater; turn++) {
          await nextTurn();
        }
        controller.abort("enough");
        await expect(gathered).rejects.toBe("enough");
      });
    },
  );

  it("changes nothing about the results while it does not abort, and leaves no listener", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const gathered = gather([after(10, "A"), after(20, "B")], { signal });
      await sleep(5);
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      expect(await gathered).toEqual(["A", "B"]);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it.each([
    ["ends it", () => new AbortController()],
    ["has aborted before", () => aborted()],
  ])(
    "counts as having awaited the tasks where it %s: their failures are not raised",
    async (_, make) => {
      const reasons = await unhandledIn(() =>
        runVirtual(async () => {
          const controller = make();
          const task = failing(10, new Error("no route to host"));
          const ended = gather([task], controller).catch(
            (reason: unknown) => reason,
          );
          await nextTurn();
          controller.abort("enough");
          expect(await ended).toBe("enough");
          await sleep(20);
        }),
      );
      expect(reasons).toEqual([]);
    },
  );

  it("keeps nothing of a gather that is over, though its tasks go on", async () => {
    const results = new Census();
    const task = createTask(() => new Promise<never>(() => {}));
    const followers = countFollowers(task);
    const gatherOften = async (): Promise<void> => {
      for (let i = 0; i < 100; i++) {
        const controller = new AbortController();
        const other = createTask(() => results.counted({}));
        const gathered = gather([task, other], controller);
        await other;
        controller.abort("enough");
        await expect(gathered).rejects.toBe("enough");
      }
    };
    await gatherOften();
    expect(await results.alive(0)).toBe(0);
    expect(await followers.inMemory.alive(0)).toBe(0);
  });
});

function aborted(): AbortController {
  const controller = new AbortController();
  controller.abort("enough");
  return controller;
}
