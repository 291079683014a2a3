import { describe, expect, it } from "vitest";
import { reasonOf } from "../noting.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask, type Task } from "../../../src/patterns/task.ts";
import { wait } from "../../../src/patterns/wait.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { countFollowers } from "../followers.ts";
import { blockedIn } from "../../testing/stuck.ts";

/*
 * `wait` waits for several tasks and tells which have ended, and throws nothing of theirs. It is asyncio.wait. It cancels
 * nobody, and leaves nothing behind on a task that goes on: it can be called in a loop on the same long task.
 */
describe("wait", () => {
  it("waits until all have ended, however they do", async () => {
    const run = await runVirtual(async () => {
      const tasks = [after(10, "A"), after(20, "B", true), after(30, "C")];
      tasks[2]?.cancel();
      const { done, pending } = await wait(tasks);
      console.log(`done: ${names(done)}; pending: ${names(pending)}`);
    });
    expect(stamped(run)).toBe(terminal`
        20 ms | done: C A B; pending: 
    `);
  });

  it.each([
    ["first" as const, 10, "done: A; pending: B C"],
    ["failure" as const, 20, "done: A B; pending: C"],
    ["all" as const, 30, "done: A B C; pending: "],
  ])("waits until %s where it is told so", async (until, at, shown) => {
    const run = await runVirtual(async () => {
      const tasks = [after(10, "A"), after(20, "B", true), after(30, "C")];
      const { done, pending } = await wait(tasks, { until });
      console.log(`done: ${names(done)}; pending: ${names(pending)}`);
    });
    expect(run.lines).toEqual([{ at, text: shown }]);
  });

  it("does not take a cancelled task for a failed one", async () => {
    const run = await runVirtual(async () => {
      const [a, b] = [after(10, "A"), after(20, "B")];
      a.cancel();
      const { done } = await wait([a, b], { until: "failure" });
      return names(done);
    });
    expect(run.result).toBe("A B");
  });

  it("takes promises, and their rejections for failures", async () => {
    const run = await runVirtual(async () => {
      const failing = Promise.reject(new Error("no light"));
      const pendingOne = sleep(10);
      const { done, pending } = await wait([failing, pendingOne], {
        until: "failure",
      });
      return [done.has(failing), pending.has(pendingOne)];
    });
    expect(run.result).toEqual([true, true]);
  });

  it("waits no longer than it is told, and the tasks go on", async () => {
    const run = await runVirtual(async () => {
      const [a, b] = [after(10, "A"), after(20, "B")];
      const { done, pending } = await wait([a, b], { ms: 15 });
      console.log(`done: ${names(done)}; pending: ${names(pending)}`);
      console.log(await b);
    });
    expect(stamped(run)).toBe(terminal`
        15 ms | done: A; pending: B
        20 ms | B
    `);
  });

  it.each([0, -1])("waits for a turn where it has %s ms", async (ms) => {
    const run = await runVirtual(async () => {
      const task = after(0, "A");
      const { done, pending } = await wait([task], { ms });
      return [done.size, pending.size];
    });
    expect(run.result).toEqual([1, 0]);
  });

  it("resumes two turns behind the one in which the last has ended", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(async () => {
        await nextTurn();
        console.log("the task ends");
        void countTurns(2);
      });
      await wait([task]);
      console.log("resumed");
    });
    expect(run.output).toBe(terminal`
      the task ends
      turn 1
      turn 2              ← in line before the wait, which was told behind turn 1
      resumed
    `);
  });

  it("takes two turns also where all have ended", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => {});
      await task;
      void countTurns(3);
      await wait([task, task]);
      console.log("resumed");
    });
    expect(run.output).toBe(terminal`
      turn 1
      turn 2
      resumed
      turn 3
    `);
  });

  it("leaves what it has given as it is, also when a promise ends later", async () => {
    const run = await runVirtual(async () => {
      const { done, pending } = await wait([sleep(5), sleep(10)], {
        until: "first",
      });
      await sleep(10);
      return [done.size, pending.size];
    });
    expect(run.result).toEqual([1, 1]);
  });

  it("tells of those who end before it resumes", async () => {
    const run = await runVirtual(async () => {
      const [a, b] = [createTask(() => {}), createTask(() => {})];
      const { done } = await wait([a, b], { until: "first" });
      return done.size;
    });
    expect(run.result).toBe(2);
  });

  it("rejects with the signal's reason, and the tasks go on", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const task = after(20, "A");
      const waiting = wait([task], controller);
      const seen = reasonOf(waiting);
      await sleep(10);
      controller.abort("enough");
      expect(await seen).toEqual("enough");
      console.log(await task);
      await expect(
        wait([task], { signal: AbortSignal.abort("too late") }),
      ).rejects.toBe("too late");
    });
    expect(stamped(run)).toBe(terminal`
        20 ms | A
    `);
  });

  it("ends by the abort where that comes before the turn on which it would be told", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const task = createTask(() => controller.abort("enough"));
      await expect(wait([task], controller)).rejects.toBe("enough");
      await nextTurn();
    });
  });

  it.each(["in time", "out of time", "by an abort"])(
    "leaves nothing behind on a task that goes on, where it ends %s",
    async (how) => {
      await runVirtual(async () => {
        const long = after(1_000, "A");
        const followers = countFollowers(long);
        const controller = new AbortController();
        const { signal } = controller;
        const quick = how === "in time" ? [after(5, "B")] : [];
        const ms = how === "out of time" ? 5 : undefined;
        const waiting = wait([long, ...quick], { until: "first", ms, signal });
        expect(followers.count).toBe(1);
        await sleep(5);
        controller.abort("enough");
        await waiting.catch(() => {});
        expect(followers.count).toBe(0);
      });
    },
  );

  it("is named in a deadlock", async () => {
    const blocked = await blockedIn(() =>
      wait([createTask(() => new Promise(() => {}), { name: "ann" })]),
    );
    expect(blocked[0]).toMatch(/^main waits for wait since 0 ms at /);
  });

  it.each<[string, () => Promise<unknown>, Error]>([
    [
      "no tasks",
      () => wait([]),
      new RangeError("Cannot wait: there must be a task, received none"),
    ],
    [
      "one task",
      () => wait(sleep(0) as never),
      new TypeError(
        "Cannot wait: it takes an iterable of tasks, received a Promise",
      ),
    ],
    [
      "nothing",
      () => wait(undefined as never),
      new TypeError(
        "Cannot wait: it takes an iterable of tasks, received undefined",
      ),
    ],
    [
      "what cannot be awaited",
      () => wait([7] as never),
      new TypeError(
        "Cannot wait: each item must be a task or a promise, received 7",
      ),
    ],
    [
      "nothing among them",
      () => wait([undefined] as never),
      new TypeError(
        "Cannot wait: each item must be a task or a promise, received undefined",
      ),
    ],
    [
      "another end",
      () => wait([sleep(0)], { until: "last" as never }),
      new RangeError(
        'Cannot wait: until must be "all", "first" or "failure", received "last"',
      ),
    ],
    [
      "no time",
      () => wait([sleep(0)], { ms: NaN }),
      new RangeError(
        "Cannot wait: ms must be a number of milliseconds, received NaN",
      ),
    ],
  ])("refuses %s", async (_, call, error) => {
    await runVirtual(() => expect(call()).rejects.toThrow(error));
  });
});

function after(ms: number, name: string, fails = false): Task<string> {
  return createTask(
    async (signal) => {
      await sleep(ms, { signal });
      if (fails) {
        throw new Error(name);
      }
      return name;
    },
    { name },
  );
}

async function countTurns(count: number): Promise<void> {
  for (let turn = 1; turn <= count; turn++) {
    await nextTurn();
    console.log(`turn ${turn}`);
  }
}

function names(tasks: Iterable<Task<string>>): string {
  return [...tasks].map(({ name }) => name).join(" ");
}
