import { createHook } from "node:async_hooks";
import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { createTask, Task } from "../../../src/patterns/task.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";
import { Census } from "../alive.ts";

const pending = new Promise<never>(() => {});

/*
 * A loop of Promise.race([task, other]) leaves something behind on the task each time, for as long as the task runs: so
 * do native promises, and a task leaves no more. Promise.race and the like take what is a promise by itself, and call
 * its `then`; of anything else they first make a promise that follows it. `await` calls no `then` of what is a promise by
 * itself, but those who await a task shall each resume on a turn of their own. So a task tells the two apart, once many
 * wait for it.
 */
describe("A task for which many wait", () => {
  /** One for which a crowd waits already. */
  function crowded<T>(body: () => Promise<T>): Task<T> {
    const task = createTask(body);
    for (let one = 0; one < 20; one++) {
      task.catch(() => {});
    }
    return task;
  }

  /** How many promises it makes that what it waits for may keep. */
  function promisesKeptBy(wait: () => Promise<unknown>): number {
    let count = 0;
    const hook = createHook({
      init: (_, type) => (count += type === "PROMISE" ? 1 : 0),
    });
    hook.enable();
    void wait();
    hook.disable();
    return count;
  }

  it.each<[string, (all: Promise<never>[]) => Promise<unknown>]>([
    ["race", (all) => Promise.race(all)],
    ["any", (all) => Promise.any(all)],
    ["all", (all) => Promise.all(all)],
    ["allSettled", (all) => Promise.allSettled(all)],
  ])(
    "costs Promise.%s no more promises than a native one does",
    (_, combine) => {
      const task = crowded(() => pending);
      expect(promisesKeptBy(() => combine([task]))).toBe(
        promisesKeptBy(() => combine([pending])),
      );
    },
  );

  it("is raced for, and for all that Promise has besides, as one for which nobody waits", async () => {
    const { result } = await runVirtual(async () => {
      const cup = crowded(async () => sleep(5).then(() => "tea"));
      const failure = crowded(async () => sleep(6).then(() => pour()));
      return Promise.all([
        Promise.race([cup, pending]),
        Promise.any([failure, cup]),
        Promise.all([cup, cup]),
        Promise.allSettled([failure, cup]),
        Promise.race([failure, pending]).catch(String),
      ]);
    });
    expect(result).toEqual([
      "tea",
      "tea",
      ["tea", "tea"],
      [
        { status: "rejected", reason: new Error("empty") },
        { status: "fulfilled", value: "tea" },
      ],
      "Error: empty",
    ]);
  });

  it("lets all who await it go on, each on a turn of its own", async () => {
    const run = await runVirtual(async () => {
      const task = crowded(() => sleep(5));
      const waiter = async (name: string): Promise<void> => {
        await task;
        console.log(`${name} goes on`);
        await Promise.resolve();
        console.log(`${name} ends its turn`);
      };
      const race = async (): Promise<void> => {
        await Promise.race([task, pending]);
        console.log("the race is over");
      };
      await Promise.all([waiter("A"), race(), waiter("B")]);
    });
    expect(run.output).toBe(terminal`
      A goes on
      A ends its turn
      the race is over
      B goes on
      B ends its turn
    `);
  });

  it("tells those also who begin to race for it as it ends", async () => {
    const { result } = await runVirtual(async () => {
      let end: (value: string) => void = () => {};
      const task = crowded(
        () => new Promise<string>((resolve) => (end = resolve)),
      );
      await sleep(5);
      end("tea");
      const races: Promise<string>[] = [];
      for (let microtask = 0; microtask < 10; microtask++) {
        races.push(Promise.race([task, pending]));
        await Promise.resolve();
      }
      return Promise.all(races);
    });
    expect(new Set(result)).toEqual(new Set(["tea"]));
  });

  it.each([0, 1, 2])(
    "keeps nothing of who stops waiting, as number %i of three",
    async (number) => {
      const task = createTask(() => pending);
      const things = new Census();
      const stops = Array.from({ length: 3 }, () => new AbortController());
      const waits = stops.map((stop) => {
        const other = new Promise(() => {});
        return gather([task, things.counted(other)], stop);
      });
      stops[number]?.abort("enough");
      await expect(waits[number]).rejects.toBe("enough");
      expect(await things.alive(2)).toBe(2);
    },
  );

  it("gives who calls its then a promise, also once it was raced for", async () => {
    const task = crowded(async () => "tea");
    await Promise.race([task, pending]);
    expect(await task.then((value) => `${value} is served`)).toBe(
      "tea is served",
    );
  });

  it("is a promise also where Promise.resolve asks", async () => {
    await runVirtual(async () => {
      const task = crowded(async () => sleep(5).then(() => "tea"));
      const drunk = Promise.resolve(task).then((tea) => `drunk ${tea}`);
      expect(await drunk.catch(() => "spilt")).toBe("drunk tea");
    });
  });

  it("is no plain promise for who only looks", () => {
    const task = crowded(() => pending);
    expect(task.constructor).toBe(Task);
    expect(Task.prototype.constructor).toBe(Task);
  });

  function pour(): never {
    throw new Error("empty");
  }
});

describe("A task that is looked at", () => {
  it("is a promise by itself, and shows its name and how it ended", async () => {
    const fail = (error: unknown) => () => Promise.reject(error);
    const tasks = [
      createTask(() => "tea", { name: "tea" }),
      createTask(fail(0), { name: "failed" }),
      createTask((signal) => sleep(9, { signal }), { name: "cancelled" }),
      createTask(() => pending, { name: "goes on" }),
    ];
    tasks[2]?.cancel(1);
    await Promise.allSettled(tasks.slice(0, 3));
    expect(tasks.map((task) => task instanceof Promise)).not.toContain(false);
    expect(tasks.map(shown)).toEqual([
      "Promise [Task tea] { 'tea' }",
      "Promise [Task failed] { <rejected> 0 }",
      "Promise [Task cancelled] { <rejected> 1 }",
      "Promise [Task goes on] { <pending> }",
    ]);
  });

  /** As Node shows it, but for what its hooks may have noted on it. */
  function shown(task: Task<unknown>): string {
    return inspect(task, { breakLength: Infinity, compact: true }).replace(
      /,\s*\[?Symbol.*(?= \})/s,
      "",
    );
  }

  it("keeps nothing of its body once it has ended", async () => {
    const things = new Census();
    const error = new Error("spilt"); // it keeps what it was made in
    const tasks = [() => "tea", () => Promise.reject(error)].map((end) => {
      const thing = things.counted({ end });
      return createTask(() => thing.end());
    });
    await Promise.allSettled(tasks);
    expect(await things.alive(0)).toBe(0);
    expect(tasks.map(({ done }) => done)).toEqual([true, true]);
  });

  it("gives plain promises to those who call a promise's own methods on it", async () => {
    const task = createTask(() => "tea");
    const then = Promise.prototype.then.call(task, String);
    expect(then.constructor).toBe(Promise);
    expect(await then).toBe("tea");
  });
});
