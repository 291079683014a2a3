import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";
import { fullWith, getter } from "./queue-users.ts";

/*
 * Who waits first is woken first. But being woken is not yet having: the item stays in the queue until the woken getter's
 * turn has come, and whoever runs before that may take it. Then the robbed one waits again, at the back of the line. That
 * is asyncio's order, and the price of never giving up a turn where nothing has to wait.
 */
describe("AsyncQueue, whose turn it is", () => {
  it("resumes a woken getter on a turn of its own, not inside the put", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const consumer = getter(queue, "consumer");
      await nextTurn();
      await queue.put("A");
      console.log("the producer goes on");
      await consumer;
    });
    expect(run.output).toBe(terminal`
      the producer goes on
      consumer got A
    `);
  });

  it("wakes getters in the order in which they came", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const getters = ["A", "B", "C"].map((name) => getter(queue, name));
      await nextTurn();
      [1, 2, 3].forEach((item) => queue.putNowait(item));
      await Promise.all(getters);
    });
    expect(run.output).toBe(terminal`
      A got 1
      B got 2
      C got 3
    `);
  });

  it("wakes putters in the order in which they came", async () => {
    const run = await runVirtual(async () => {
      const full = fullWith("first");
      const putters = ["A", "B", "C"].map((item) => full.put(item));
      const items = [];
      for (let i = 0; i < 4; i++) {
        items.push(await full.get());
        await nextTurn();
      }
      await Promise.all(putters);
      return items;
    });
    expect(run.result).toEqual(["first", "A", "B", "C"]);
  });

  it("lets whoever comes before the woken getter's turn have the item", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const woken = getter(queue, "woken");
      await nextTurn();
      queue.putNowait(1);
      console.log(`the quick one got ${await queue.get()}`);
      queue.putNowait(2);
      await woken;
    });
    expect(run.output).toBe(terminal`
      the quick one got 1
      woken got 2
    `);
  });

  it("sends a robbed getter to the back of the line", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const getters = [getter(queue, "A"), getter(queue, "B")];
      await nextTurn();
      queue.putNowait(0); // wakes A
      queue.getNowait();
      await nextTurn(); // A finds nothing
      queue.putNowait(1);
      await nextTurn();
      queue.putNowait(2);
      await Promise.all(getters);
    });
    expect(run.output).toBe(terminal`
      B got 1
      A got 2
    `);
  });

  it("sends a robbed putter to the back of the line", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("first");
      const putters = [queue.put("A"), queue.put("B")];
      const items = [queue.getNowait()]; // wakes A
      queue.putNowait("second");
      for (let i = 0; i < 3; i++) {
        await nextTurn();
        items.push(await queue.get());
      }
      await Promise.all(putters);
      return items;
    });
    expect(run.result).toEqual(["first", "second", "B", "A"]);
  });
});
