import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { reasonOf } from "./noting.ts";
import { asCompleted } from "../../src/patterns/as-completed.ts";
import { gather } from "../../src/patterns/gather.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { createTask, type Task } from "../../src/patterns/task.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { countFollowers } from "./followers.ts";
import { blockedIn } from "../testing/stuck.ts";

/*
 * Tasks in the order in which they end: the first answer is used first. It is asyncio's `as_completed`. It gives the tasks
 * themselves, so that each may be asked for its result or its error, and which one it is.
 */
describe("asCompleted", () => {
  it("gives the tasks as they end", async () => {
    const run = await runVirtual(async () => {
      const tasks = [after(30, "A"), after(10, "B"), after(20, "C", true)];
      for await (const { task } of asCompleted(tasks)) {
        await task.then(
          (result) => console.log(`${task.name}: ${result}`),
          (error: unknown) => console.log(`${task.name}: ${String(error)}`),
        );
      }
      console.log("all");
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | B: B
        20 ms | C: Error: C
        30 ms | A: A
        30 ms | all
    `);
  });

  it("begins with those that have ended, and gives what ended while nobody waited", async () => {
    const run = await runVirtual(async () => {
      const ended = after(0, "A");
      await ended;
      const order: string[] = [];
      for await (const { task } of asCompleted([after(5, "B"), ended])) {
        order.push(task.name);
        await sleep(20);
      }
      return order;
    });
    expect(run.result).toEqual(["A", "B"]);
    expect(run.elapsed).toBe(40);
  });

  it("resumes two turns behind the end of a task", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(async () => {
        await nextTurn();
        console.log("the task ends");
        void nextTurn()
          .then(() => console.log("turn 1"))
          .then(nextTurn)
          .then(() => console.log("turn 2"));
      });
      for await (const _ of asCompleted([task])) {
        console.log("resumed");
      }
    });
    expect(run.output).toBe(terminal`
      the task ends
      turn 1
      turn 2              ← in line before the loop, which was told behind turn 1
      resumed
    `);
  });

  it("gives what is gathered once, as it ends", async () => {
    const run = await runVirtual(async () => {
      const gathered = gather(after(5, "A"));
      const order: boolean[] = [];
      for await (const { task } of asCompleted([gathered, after(10, "B")])) {
        order.push(task === gathered);
      }
      return order;
    });
    expect(run.result).toEqual([true, false]);
  });

  it("takes promises as well, and gives each awaitable once", async () => {
    const run = await runVirtual(async () => {
      const promise = sleep(5);
      const found: boolean[] = [];
      for await (const { task } of asCompleted([promise, promise])) {
        found.push(task === promise);
      }
      return found;
    });
    expect(run.result).toEqual([true]);
  });

  it("is over at once where there are none", async () => {
    await runVirtual(async () => {
      expect(await asCompleted([]).next()).toEqual({
        done: true,
        value: undefined,
      });
    });
  });

  it("leaves nothing behind on the others where the loop is left", async () => {
    await runVirtual(async () => {
      const long = after(1_000, "A");
      const followers = countFollowers(long);
      for await (const _ of asCompleted([long, after(5, "B")])) {
        expect(followers.count).toBe(1);
        break;
      }
      expect(followers.count).toBe(0);
    });
  });

  it("lets all go on where the loop is left", async () => {
    const run = await runVirtual(async () => {
      const [a, b] = [after(10, "A"), after(20, "B")];
      for await (const { task } of asCompleted([a, b])) {
        console.log(task.name);
        break;
      }
      console.log(await b);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | A
        20 ms | B
    `);
  });

  it("gives each who asks at once a task of their own, and tells who comes too late at once", async () => {
    const run = await runVirtual(async () => {
      const loop = asCompleted([after(10, "A"), after(10, "B")]);
      const ask = async (who: string): Promise<void> => {
        const { done, value } = await loop.next();
        console.log(`${who}: ${done === true ? "none" : value.task.name}`);
      };
      const asking = ["first", "second", "third"].map(ask);
      await sleep(10);
      console.log("turn 0");
      await nextTurn();
      console.log("turn 1");
      await Promise.all(asking);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | third: none
        10 ms | turn 0
        10 ms | turn 1      ← so long the ends of both take, as CPython's as_completed
        10 ms | first: A
        10 ms | second: B
    `);
  });

  it("answers all who wait when it is closed", async () => {
    await runVirtual(async () => {
      const none = { done: true, value: undefined };
      const closed = asCompleted([after(10, "A"), after(10, "B")]);
      const waiting = [closed.next(), closed.next()];
      expect(await closed.return()).toEqual(none);
      expect(await Promise.all(waiting)).toEqual([none, none]);
    });
  });

  it("closes by throw and by await using as well, and is its own iterator", async () => {
    await runVirtual(async () => {
      const task = after(10, "A");
      const thrown = asCompleted([task]);
      await expect(thrown.throw(new Error("no light"))).rejects.toThrow(
        "no light",
      );
      const disposed = asCompleted([task]);
      await disposed[Symbol.asyncDispose]();
      expect(await disposed.next()).toMatchObject({ done: true });
      expect(thrown[Symbol.asyncIterator]()).toBe(thrown);
    });
  });

  it("forgets a task of whose end it was about to be told, once closed", async () => {
    await runVirtual(async () => {
      const loop = asCompleted([createTask(() => {})]);
      await nextTurn();
      await loop.return();
      await nextTurn();
      expect(await loop.next()).toMatchObject({ done: true });
    });
  });

  it("throws the signal's reason, while it waits or where that has aborted, and is closed then", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const loop = asCompleted([after(20, "A")], controller);
      const seen = reasonOf(loop.next());
      await sleep(10);
      controller.abort("enough");
      expect(await seen).toEqual("enough");
      expect(getEventListeners(controller.signal, "abort")).toEqual([]);
      const late = asCompleted([after(20, "A")], controller);
      await expect(late.next()).rejects.toBe("enough");
      const empty = asCompleted([], controller);
      await expect(empty.next()).rejects.toBe("enough");
      expect(await empty.next()).toEqual({ done: true, value: undefined });
    });
  });

  it("is named in a deadlock", async () => {
    const blocked = await blockedIn(() =>
      asCompleted([createTask(() => new Promise(() => {}))]).next(),
    );
    expect(blocked[0]).toMatch(/^main waits for asCompleted since 0 ms at /);
  });

  it("is made also where nobody may change what is the language's own", () => {
    const { prototype } = Object.getPrototypeOf(async function* () {});
    Object.defineProperty(prototype, "next", { writable: false });
    try {
      expect(() => asCompleted([])).not.toThrow();
    } finally {
      Object.defineProperty(prototype, "next", { writable: true });
    }
  });

  it("refuses what cannot be awaited", () => {
    expect(() => asCompleted([7] as never)).toThrow(
      new TypeError(
        "Cannot take tasks as they end: each item must be a task or a promise, received 7",
      ),
    );
  });
});

function after(ms: number, name: string, fails = false): Task<string> {
  return createTask(
    async () => {
      await sleep(ms);
      if (fails) {
        throw new Error(name);
      }
      return name;
    },
    { name },
  );
}
