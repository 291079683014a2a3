import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../noting.ts";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { TaskGroup } from "../../../src/patterns/task-group.ts";
import { CancelledError } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { noted } from "./noted.ts";

/*
 * A group may be given a signal, such as that of the task in which it stands. Its abort reaches the body by the group's
 * own signal; the tasks are cancelled once the body has ended, or at once where it has ended already.
 */
describe("TaskGroup under a signal", () => {
  it("aborts the body, then cancels the tasks, and throws the reason when all have ended", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const group = new TaskGroup(controller);
      const leaving = asyncWith(group, async (group) => {
        noted(group, "A", 50, undefined, 5);
        await sleep(50, group).finally(() => console.log("the body ends"));
      });
      const seen = leaving.catch((reason: unknown) => console.log(reason));
      await sleep(10);
      controller.abort("enough");
      await seen;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
        10 ms | the body ends
        10 ms | A is cancelled
        15 ms | A has cleaned up
        15 ms | enough
    `);
  });

  it("cancels the tasks where the body has ended", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const leaving = asyncWith(new TaskGroup(controller), (group) => {
        noted(group, "A", 50);
      });
      const seen = leaving.catch((reason: unknown) => console.log(reason));
      await sleep(10);
      controller.abort("enough");
      await seen;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
        10 ms | A is cancelled
        10 ms | enough
    `);
  });

  it("cancels them also where the body has not heeded the abort", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const leaving = asyncWith(new TaskGroup(controller), async (group) => {
        noted(group, "A", 50);
        await nextTurn();
        controller.abort("enough");
      });
      await leaving.catch((reason: unknown) => console.log(reason));
    });
    expect(run.output).toBe(terminal`
      A begins
      A is cancelled
      enough
    `);
  });

  it("lets what fails meanwhile come out, not the reason", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const failure = new Error("no light");
      const leaving = asyncWith(new TaskGroup(controller), (group) => {
        group.createTask((signal) =>
          sleep(50, { signal }).catch(() => {
            throw failure;
          }),
        );
      });
      const seen = reasonOf(leaving);
      const expected = new AggregateError(
        [failure],
        "Unhandled errors in a TaskGroup",
      );
      await sleep(10);
      controller.abort("enough");
      expect(await seen).toEqual(expected);
    });
  });

  it("goes on waiting where it aborts while the group is about to end", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const leaving = asyncWith(new TaskGroup(controller), (group) => {
        noted(group, "A", 50, undefined, 20);
        noted(group, "B", 10, new Error("no light"));
      });
      const seen = leaving.catch((error: unknown) =>
        console.log(String(error)),
      );
      await sleep(15);
      controller.abort("enough");
      await seen;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         0 ms | B begins
        10 ms | B fails
        10 ms | A is cancelled
        30 ms | A has cleaned up
        30 ms | AggregateError: Unhandled errors in a TaskGroup
    `);
  });

  it("lets the cancellation come out that ended the body, though it aborts as the tasks end", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const leaving = asyncWith(new TaskGroup(controller), async (group) => {
        noted(group, "A", 50, undefined, 20);
        await sleep(5);
        throw new CancelledError("the first");
      });
      const seen = leaving.catch((error: unknown) =>
        console.log(String(error)),
      );
      await sleep(10);
      controller.abort("enough");
      await seen;
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         5 ms | A is cancelled
        25 ms | A has cleaned up
        25 ms | CancelledError: the first
    `);
  });

  it("enters nothing where it has aborted already", async () => {
    await runVirtual(async () => {
      const group = new TaskGroup({ signal: AbortSignal.abort("too late") });
      await expect(group.enter()).rejects.toBe("too late");
      await group[Symbol.asyncDispose]();
    });
  });

  it("leaves no listener on it", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      await asyncWith(new TaskGroup({ signal }), (group) => {
        group.createTask(() => {});
        expect(getEventListeners(signal, "abort")).toHaveLength(1);
      });
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });
});
