import { describe, expect, it } from "vitest";
import { AsyncQueue, sleep } from "../../src/index.ts";
import { explore, runVirtual } from "../../src/testing/index.ts";

/*
 * Somebody may wait since before a run, such as the loop of a service that a test has started. The run can wake them, and
 * knows nothing of them but that they go on.
 */
describe("A wait that began before the run", () => {
  it("is woken by the run, and goes on in it", async () => {
    const queue = new AsyncQueue<number>();
    const order: string[] = [];
    const taken = queue.get().then((item) => order.push(`took ${item}`));
    await runVirtual(async () => {
      queue.putNowait(1);
      await sleep(1);
      order.push("main");
    });
    await taken;
    expect(order).toEqual(["took 1", "main"]);
  });

  it("is a turn like any other to a search", async () => {
    const queue = new AsyncQueue<number>();
    const taken = queue.get();
    const { complete, outcomes } = await explore(async () => {
      await sleep(1);
      queue.putNowait(1);
      await sleep(1);
    });
    expect([complete, outcomes.length]).toEqual([true, 1]);
    expect(await taken).toBe(1);
  });
});
