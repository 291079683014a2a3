import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";
import { fullWith, getter, putter } from "./queue-users.ts";

/*
 * The hard case of cancellation is a wait that was woken already and is aborted before its turn. It keeps its place in the
 * line, and ends there with the signal's reason; but the item or the place that it was woken for must not get lost. So it
 * passes its wake-up on to the next who waits, if that item or place is still there. CPython's queue does the same.
 */
describe("A woken wait that is aborted", () => {
  it("passes the wake-up of an aborted getter on, so no item is lost", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const next = getter(queue, "B");
      queue.putNowait("item"); // wakes A
      controller.abort("enough");
      await Promise.all([aborted, next]);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B got item
    `);
  });

  it("passes the wake-up of an aborted putter on, so no place is lost", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("first");
      const controller = new AbortController();
      const aborted = putter(queue, "A", controller.signal);
      const next = putter(queue, "B");
      queue.getNowait(); // wakes A
      controller.abort("enough");
      await Promise.all([aborted, next]);
      console.log(`got ${await queue.get()}`);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B is in
      got B
    `);
  });

  it("passes a wake-up on at the turn it was given, behind those who are in line", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const next = getter(queue, "B");
      queue.putNowait("item"); // wakes A
      const turn = nextTurn().then(() => console.log("in line behind A"));
      controller.abort("enough");
      await Promise.all([aborted, next, turn]);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      in line behind A
      B got item
    `);
  });

  it("passes nothing on where the item is gone by then", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const others = [getter(queue, "B"), getter(queue, "C")];
      queue.putNowait("item"); // wakes A
      controller.abort("enough");
      queue.getNowait();
      await aborted;
      await putOneATurn(queue, "next item", "last item");
      await Promise.all(others);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B got next item     ← a needless wake-up would have sent B behind C
      C got last item
    `);
  });

  it("passes nothing on where the place is gone by then", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("first");
      const controller = new AbortController();
      const aborted = putter(queue, "A", controller.signal);
      const others = [putter(queue, "B"), putter(queue, "C")];
      queue.getNowait(); // wakes A
      controller.abort("enough");
      queue.putNowait("second");
      await aborted;
      await nextTurn();
      queue.getNowait();
      await nextTurn();
      queue.getNowait();
      await Promise.all(others);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B is in
      C is in
    `);
  });

  it("passes nothing on for a wait that was woken in vain before, and waits again", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const others = ["B", "C", "D"].map((name) => getter(queue, name));
      queue.putNowait("stolen"); // wakes A
      queue.getNowait();
      await nextTurn(); // A waits again, behind D
      controller.abort("enough");
      queue.putNowait("item"); // wakes B
      await Promise.all([aborted, others[0]]);
      await putOneATurn(queue, "next item", "last item");
      await Promise.all(others);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B got item
      C got next item     ← a needless wake-up would have sent C behind D
      D got last item
    `);
  });

  it("passes nothing on for a wait that nobody had woken", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const others = [getter(queue, "B"), getter(queue, "C")];
      controller.abort("enough");
      queue.putNowait("item"); // wakes B
      await aborted;
      queue.getNowait(); // robs B, who goes behind C
      await putOneATurn(queue, "next item", "last item");
      await Promise.all(others);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      C got next item
      B got last item
    `);
  });
});

/** Puts each item on a turn of its own, so that it finds the line as the one before it has left it. */
async function putOneATurn(
  queue: AsyncQueue<string>,
  ...items: string[]
): Promise<void> {
  for (const item of items) {
    await nextTurn();
    queue.putNowait(item);
  }
}
