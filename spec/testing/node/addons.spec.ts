import { AsyncResource } from "node:async_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import {
  DeadlockError,
  explore,
  runVirtual,
} from "../../../src/testing/index.ts";
import { realWait } from "./real-wait.ts";

/*
 * A native addon, such as those of bcrypt, sharp and LevelDB, works in threads that no list of Node's shows. Node is only
 * told that it may call back, by a resource that is of no class of Node's: these rules make one of that kind.
 */
describe("A native addon in a virtual run", () => {
  function callback(): <T>(body: () => T) => T {
    const resource = Reflect.construct(AsyncResource, ["addon.job"], Object);
    const call = Reflect.get(AsyncResource.prototype, "runInAsyncScope");
    return (body) => Reflect.apply(call, resource, [body]);
  }

  /** Works for 20 real milliseconds. */
  async function job(): Promise<string> {
    const call = callback();
    await realWait(20);
    return call(() => "done");
  }

  it("is waited for, and takes no virtual time", async () => {
    const { result, elapsed } = await runVirtual(
      () => Promise.race([job(), wait(1_000, "too late")]),
      { patience: Infinity },
    );
    expect([result, elapsed]).toEqual(["done", 0]);
  });

  it("is waited for also where no timer is pending", async () => {
    const { result } = await runVirtual(job, { patience: Infinity });
    expect(result).toBe("done");
  });

  it("is I/O for a search, which goes on under every schedule", async () => {
    const { complete, io, outcomes } = await explore(
      () => Promise.all([job(), wait(1), wait(1)]),
      { patience: Infinity },
    );
    expect([complete, io, outcomes.length]).toEqual([true, true, 1]);
  });

  it("holds up nothing once it has been silent for all the patience there is", async () => {
    const { elapsed } = await runVirtual(
      async () => {
        callback();
        await wait(1_000);
      },
      { patience: 0 },
    );
    expect(elapsed).toBe(1_000);
  });

  it("is told in a deadlock, if it never calls back", async () => {
    const run = runVirtual(
      async function stuck() {
        callback();
        await new Promise(() => {});
      },
      { patience: 0 },
    );
    await expect(run).rejects.toThrow(DeadlockError);
    await expect(run).rejects.toThrow(
      /a native addon \(addon\.job\) was open and silent/,
    );
  });
});
