import { describe, expect, it } from "vitest";
import {
  asyncWith,
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
  sleep,
} from "../../src/index.ts";
import type { Host, Observer } from "../../src/core/host.ts";
import { currentHost, useHost } from "../../src/core/slot.ts";

/*
 * Every turn, timer and breath of the library comes from one **host**, and another can take its place: so the same code
 * runs in virtual time. A host can bring an observer, who is told what tasks, waits, queues and contexts do. That is how a
 * deadlock comes to name who waits for what.
 */
describe("The host", () => {
  it("can be replaced for a while", async () => {
    const before = currentHost();
    const turns: string[] = [];
    const other: Host = {
      ...delegating(before),
      turn(turn) {
        turns.push("turn");
        before.turn(turn);
      },
    };
    const restore = useHost(other);
    expect(currentHost()).toBe(other);
    await nextTurn();
    restore();
    expect(currentHost()).toBe(before);
    await nextTurn();
    expect(turns).toEqual(["turn"]);
  });

  it("tells its observer of tasks: created, started, and how they end", async () => {
    const log = await observed(async () => {
      const cancelled = createTask(() => {}, { name: "C" });
      cancelled.cancel();
      await createTask(() => 1, { name: "A" });
      await createTask(() => Promise.reject(new Error("x")), {
        name: "B",
      }).then(null, () => {});
    });
    expect(log).toEqual([
      "C created",
      "A created",
      "A wait began: Task",
      "C cancelled",
      "A started",
      "A returned",
      "wait woken",
      "wait ended",
      "B created",
      "B wait began: Task",
      "B started",
      "B failed",
      "wait woken",
      "wait ended",
    ]);
  });

  it("tells its observer of waits: what for, on what, woken and over", async () => {
    const log = await observed(async () => {
      const queue = new AsyncQueue<string>(1);
      const getting = queue.get();
      queue.putNowait("A");
      await getting;
      queue.putNowait("B");
      const putting = queue.put("C");
      queue.getNowait();
      await putting;
      const joining = queue.join();
      queue.shutdown({ immediate: true });
      queue.taskDone(); // for A
      queue.taskDone(); // for B
      await joining;
    });
    expect(log).toEqual([
      "wait began: AsyncQueue.get",
      "put A, size 1",
      "wait woken",
      "wait ended",
      "taken A, size 0",
      "put B, size 1",
      "wait began: AsyncQueue.put",
      "taken B, size 0",
      "wait woken",
      "wait ended",
      "put C, size 1",
      "wait began: AsyncQueue.join",
      "taken C, size 0",
      "wait woken",
      "wait ended",
    ]);
  });

  it("tells its observer of turns and sleeps, and of what gather waits for", async () => {
    const log = await observed(async () => {
      await nextTurn();
      const controller = new AbortController();
      const sleeping = sleep(Infinity, controller);
      controller.abort("enough");
      await expect(sleeping).rejects.toBe("enough");
      await gather(createTask(() => {}, { name: "A" }));
    });
    expect(log).toEqual([
      "wait began: nextTurn",
      "wait woken",
      "wait ended",
      "wait began: sleep",
      "wait woken",
      "wait ended",
      "A created",
      "wait began: gather",
      "A started",
      "A returned",
      "gather",
      "notice taken",
      "wait woken",
      "wait ended",
    ]);
  });

  it("tells its observer of contexts: entered, and exited with or without an error", async () => {
    const log = await observed(async () => {
      const manager = {
        enter: async () => {},
        exit: async () => true,
      };
      await asyncWith(manager, () => {});
      await asyncWith(manager, () => Promise.reject(new Error("no light")));
    });
    expect(log).toEqual([
      "context entered",
      "context exited",
      "context entered",
      "context exited with Error: no light",
    ]);
  });
});

function delegating(host: Host): Host {
  return {
    turn: (turn) => host.turn(turn),
    breathe: () => host.breathe(),
    nextTaskNumber: () => host.nextTaskNumber(),
  };
}

/** What an observer is told while a program runs. */
async function observed(program: () => Promise<void>): Promise<string[]> {
  const log: string[] = [];
  const names = new Map<object, string>();
  const name = (on: object | undefined): string => {
    const known = on === undefined ? undefined : names.get(on);
    return known === undefined ? "" : `${known} `;
  };
  const observer: Observer = {
    taskCreated(task, taskName) {
      names.set(task, taskName);
      log.push(`${taskName} created`);
    },
    taskStarted: (taskName) => log.push(`${taskName} started`),
    taskEnded: (_, taskName, how) => log.push(`${taskName} ${how}`),
    waitBegan: (_, kind, on) => log.push(`${name(on)}wait began: ${kind}`),
    waitWoken: () => log.push("wait woken"),
    waitEnded: () => log.push("wait ended"),
    noticeGiven: (_, what) => log.push(what),
    noticeTaken: () => log.push("notice taken"),
    did: (_, deed) => log.push(deed),
    acquired: () => log.push("acquired"),
    released: () => log.push("released"),
    itemPut: (_, item, size) => log.push(`put ${String(item)}, size ${size}`),
    itemTaken: (_, item, size) =>
      log.push(`taken ${String(item)}, size ${size}`),
    contextEntered: () => log.push("context entered"),
    contextExited: (_, threw) =>
      log.push(
        threw === undefined
          ? "context exited"
          : `context exited with ${String(threw.error)}`,
      ),
  };
  const restore = useHost({ ...delegating(currentHost()), observer });
  try {
    await program();
  } finally {
    restore();
  }
  return log;
}
