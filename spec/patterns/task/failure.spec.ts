import { describe, expect, it } from "vitest";
import * as ordinaryLibrary from "../../../src/index.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask, type Task } from "../../../src/patterns/task.ts";
import { inRealTime, type RealTime } from "../hand-clock.ts";
import {
  lap,
  rejectionsIn,
  unhandledIn,
  unhandledInRun,
} from "../unhandled.ts";

/*
 * A failure that nobody looks at must not get lost. If nobody has awaited a failed task by the end of the turn in which
 * it fails, its error is raised as an unhandled rejection: Node ends the process with it. Python only logs "Task
 * exception was never retrieved", and only when the collector finds the task.
 */
describe("A task that fails", () => {
  const failure = new Error("disk full");
  const fail = (): never => {
    throw failure;
  };

  it("raises an unhandled rejection if nobody awaits it", async () => {
    const reasons = await unhandledInRun(async () => {
      createTask(fail);
      await sleep(10);
    });
    expect(reasons).toEqual([failure]);
  });

  it("ends also by a value that lets nobody look at it", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    const task = createTask(async () => {
      throw proxy;
    });
    const isThrown = await task.then(
      () => false,
      (error: unknown) => error === proxy,
    );
    expect([isThrown, task.done, task.cancelled]).toEqual([true, true, false]);
  });

  it("raises none if somebody awaits it before", async () => {
    const reasons = await unhandledInRun(async () => {
      await expect(createTask(fail)).rejects.toBe(failure);
    });
    expect(reasons).toEqual([]);
  });

  it("raises none if somebody awaits it by the end of the turn in which it fails", async () => {
    const reasons = await unhandledInRun(async () => {
      const task = createTask(async () => {
        void lateAwaiter();
        fail();
      });
      const lateAwaiter = async (): Promise<void> => {
        for (let i = 0; i < 10; i++) {
          await Promise.resolve();
        }
        expect(task.done).toBe(true);
        await expect(task).rejects.toBe(failure);
      };
      await sleep(10);
    });
    expect(reasons).toEqual([]);
  });

  it("raises one if somebody awaits it only on the turn after", async () => {
    const reasons = await unhandledInRun(async () => {
      const task = createTask(fail);
      await nextTurn();
      await expect(task).rejects.toBe(failure);
    });
    expect(reasons).toEqual([failure]);
  });

  it.each([
    ["is awaited", (task: Task<never>) => task.catch(() => {})],
    ["is gathered", (task: Task<never>) => gather(task).catch(() => {})],
  ])(
    "raises one that counts as handled once the task %s, as a promise's does",
    async (_, look) => {
      const rejections = await rejectionsIn(async () => {
        const task = createTask(fail);
        await lap();
        await lap();
        await look(task);
        await lap();
      });
      expect(rejections).toEqual({
        unhandled: [failure],
        handledLate: [failure],
      });
    },
  );

  it.each([
    ["throws", fail],
    ["rejects", async () => fail()],
  ])(
    "raises one if a task that starts on the turn after awaits it: its body %s",
    async (_, body) => {
      const program = async ({ createTask }: RealTime["library"]) => {
        const task = createTask(body);
        await createTask(() => task.then(null, () => {}));
      };
      const virtual = () => program(ordinaryLibrary);
      expect(await unhandledInRun(virtual)).toEqual([failure]);
      const real = () => inRealTime(({ library }) => program(library));
      expect(await unhandledIn(real)).toEqual([failure]);
    },
  );
});
