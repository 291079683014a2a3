import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { fullWith, getter } from "./queue-users.ts";

/*
 * A put, a get or a join that takes a `signal` ends when the signal aborts, with the signal's reason. It is off the line
 * at once, and its code resumes on a turn of its own. The signal may be that of a task, so that cancelling the task ends
 * whatever it waits for, or one that lives as long as the program: a wait that is over leaves nothing behind on it.
 */
describe("AsyncQueue under a signal", () => {
  it("ends a waiting get, put or join with the signal's reason", async () => {
    await runVirtual(async () => {
      const reason = new Error("enough");
      for (const wait of ["get", "put", "join"] as const) {
        const controller = new AbortController();
        const waiting = waitFor(wait, controller.signal);
        controller.abort(reason);
        await expect(waiting).rejects.toBe(reason);
      }
    });
  });

  it("takes the wait off at once, and resumes its code on a turn of its own", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const aborted = getter(queue, "A", controller.signal);
      const other = getter(queue, "B");
      const before = nextTurn().then(() => console.log("in line before"));
      controller.abort("enough");
      queue.putNowait("item");
      const behind = nextTurn().then(() => console.log("in line behind"));
      console.log("the aborting code");
      await Promise.all([aborted, other, before, behind]);
    });
    expect(run.output).toBe(terminal`
      the aborting code
      in line before
      A ends: enough
      B got item          ← the put found B first in line
      in line behind
    `);
  });

  it.each([
    ["first", "A", ["B", "C"]],
    ["second", "B", ["A", "C"]],
    ["last", "C", ["A", "B"]],
  ])(
    "leaves the others in line as they were: the %s goes",
    async (_, gone, left) => {
      const run = await runVirtual(async () => {
        const queue = new AsyncQueue<number>();
        const controller = new AbortController();
        const getters = ["A", "B", "C"].map((name) =>
          getter(queue, name, name === gone ? controller.signal : undefined),
        );
        controller.abort("enough");
        getters.push(getter(queue, "D"));
        [1, 2, 3].forEach((item) => queue.putNowait(item));
        await Promise.all(getters);
      });
      const [first, second] = left;
      expect(run.output).toBe(
        `${gone} ends: enough\n${first} got 1\n${second} got 2\nD got 3\n`,
      );
    },
  );

  it("rejects at once on an aborted signal, also where nothing would wait, and changes nothing", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>(2);
      queue.putNowait("A");
      const options = { signal: AbortSignal.abort("too late") };
      const turn = nextTurn().then(() => console.log("the next turn"));
      await expect(queue.put("B", options)).rejects.toBe("too late");
      await expect(queue.get(options)).rejects.toBe("too late");
      expect([queue.size, queue.getNowait()]).toEqual([1, "A"]);
      queue.taskDone();
      await expect(queue.join(options)).rejects.toBe("too late");
      console.log("three times too late");
      await turn;
    });
    expect(run.output).toBe(terminal`
      three times too late
      the next turn
    `);
  });

  it("goes on undisturbed when the signal aborts after the wait", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const first = getter(queue, "A", controller.signal);
      queue.putNowait("item");
      await first;
      controller.abort("too late");
      queue.putNowait("next item");
      await getter(queue, "B");
    });
    expect(run.output).toBe(terminal`
      A got item
      B got next item
    `);
  });

  it("ends a join at its turn that was woken already", async () => {
    const run = await runVirtual(async () => {
      const queue = fullWith("item");
      const controller = new AbortController();
      const joining = queue.join(controller).catch((reason: unknown) => {
        console.log(`join ends: ${String(reason)}`);
      });
      queue.taskDone();
      const turn = nextTurn().then(() => console.log("in line behind"));
      controller.abort("enough");
      await Promise.all([joining, turn]);
    });
    expect(run.output).toBe(terminal`
      join ends: enough
      in line behind
    `);
  });

  it("needs one listener on the signal for any number of waits, and leaves none", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<number>();
      const controller = new AbortController();
      const { signal } = controller;
      const gets = Array.from({ length: 20 }, () => queue.get({ signal }));
      const join = queue.join({ signal });
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      gets.forEach((_, i) => queue.putNowait(i));
      await Promise.all([...gets, join]);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it("wakes the waits under one signal in the order in which they began", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const controller = new AbortController();
      const { signal } = controller;
      const waiting = ["A", "B", "C"].map((n) => getter(queue, n, signal));
      await sleep(10);
      controller.abort("enough");
      await Promise.all(waiting);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A ends: enough
        10 ms | B ends: enough
        10 ms | C ends: enough
    `);
  });
});

/** A get, put or join that has to wait. */
function waitFor(
  wait: "get" | "put" | "join",
  signal: AbortSignal,
): Promise<unknown> {
  const empty = new AsyncQueue<string>();
  const full = fullWith("first");
  const waits = {
    get: () => empty.get({ signal }),
    put: () => full.put("second", { signal }),
    join: () => full.join({ signal }),
  };
  return waits[wait]();
}
