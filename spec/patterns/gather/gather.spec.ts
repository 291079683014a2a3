import { describe, expect, it } from "vitest";
import { abortable } from "../../../src/patterns/abortable.ts";
import { asCompleted } from "../../../src/patterns/as-completed.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { CancelledError } from "../../../src/patterns/task.ts";
import { createTask, type Task } from "../../../src/patterns/task.ts";
import { wait } from "../../../src/patterns/wait.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { unhandledInRun } from "../unhandled.ts";
import { after, failing, turns } from "./gathered.ts";

/*
 * `gather` waits for several tasks at once and gives their results in the order in which it was given the tasks,
 * whichever was done first. It is asyncio.gather: a failure is thrown at once and stops nobody, the other tasks run on.
 * They were gathered, so whatever becomes of them counts as looked at.
 */
describe("gather", () => {
  it("gives an empty list for no tasks, without a turn", async () => {
    const run = await runVirtual(async () => {
      const turn = nextTurn().then(() => console.log("the next turn"));
      console.log(await gather());
      await turn;
    });
    expect(run.output).toBe(terminal`
      []
      the next turn
    `);
  });

  it("gives the results in the order of the arguments, when the last is done", async () => {
    const run = await runVirtual(() =>
      gather(after(30, "A"), after(10, "B"), after(20, "C")),
    );
    expect(run.result).toEqual(["A", "B", "C"]);
    expect(run.elapsed).toBe(30);
  });

  it("takes promises and anything with a then beside tasks", async () => {
    const run = await runVirtual(() =>
      gather(after(10, "task"), Promise.resolve("promise"), {
        // oxlint-disable-next-line unicorn/no-thenable -- that is the point
        then: (resolve: (value: string) => unknown) => resolve("thenable"),
      } as PromiseLike<string>),
    );
    expect(run.result).toEqual(["task", "promise", "thenable"]);
  });

  // As await does: https://tc39.es/ecma262/#sec-promise-resolve-functions
  it("hears a thenable once, whatever that calls, and what it gives last", async () => {
    const says = (then: (resolve: (value: unknown) => void) => void) =>
      // oxlint-disable-next-line unicorn/no-thenable -- that is the point
      ({ then }) as PromiseLike<unknown>;
    const twice = says((resolve) => {
      resolve("one");
      resolve("two");
      throw new Error("too late");
    });
    const nested = says((resolve) => resolve(says((give) => give("deep"))));
    const run = await runVirtual(() =>
      gather(twice, nested, after(10, "task")),
    );
    expect(run.result).toEqual(["one", "deep", "task"]);
  });

  it.each<[string, (tasks: Task<string>[]) => Iterable<Task<string>>]>([
    ["an array", (tasks) => tasks],
    ["a set", (tasks) => new Set(tasks)],
    ["a generator", (tasks) => tasks.values()],
  ])("takes its tasks from an iterable: %s", async (_, from) => {
    const run = await runVirtual(() =>
      gather(from([after(20, "A"), after(10, "B")])),
    );
    expect(run.result).toEqual(["A", "B"]);
    expect(run.elapsed).toBe(20);
  });

  it("takes any number of them from an iterable", async () => {
    const many = 600_000; // a function takes fewer arguments
    const ready = Promise.resolve("ready");
    const results = await gather(Array.from({ length: many }, () => ready));
    expect(results).toHaveLength(many);
    expect(results.at(-1)).toBe("ready");
  });

  it("takes a task twice", async () => {
    const run = await runVirtual(() => {
      const task = after(10, "A");
      return gather(task, task);
    });
    expect(run.result).toEqual(["A", "A"]);
  });

  it("resumes two turns after the last task is done", async () => {
    const run = await resuming(3, (task) => gather(task));
    expect(run.output).toBe(terminal`
      done
      1 turn later
      2 turns later
      resumed
      3 turns later
    `);
  });

  it("resumes two turns after the first task has failed", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => {
        console.log("fails");
        void turns(3);
        throw new Error("no route to host");
      });
      await gather(after(10, "A"), task).catch((error: unknown) => {
        console.log(String(error));
      });
      await sleep(1);
    });
    expect(run.output).toBe(terminal`
      fails
      1 turn later
      2 turns later
      Error: no route to host
      3 turns later
    `);
  });

  it.each([
    ["gathered once more", (one: Promise<unknown>) => gather(one)],
    ["waited for by wait", (one) => wait([one])],
    ["taken as it ends", (one) => asCompleted([one]).next()],
  ] satisfies [string, (one: Promise<unknown>) => Promise<unknown>][])(
    "costs one turn more where it is %s",
    async (_, take) => {
      const run = await resuming(4, (task) => take(gather(task)));
      expect(run.output).toBe(terminal`
      done
      1 turn later
      2 turns later
      3 turns later
      resumed             ← who awaits what is gathered inside would be told one turn earlier
      4 turns later
    `);
    },
  );

  it("takes no turn for what is gathered once more and is over, be it since before or as it is made", async () => {
    const run = await runVirtual(async () => {
      const before = gather(after(10, "A"));
      await before;
      const task = after(10, "B");
      const failed = failing(10, new Error("no route to host"));
      await gather(task, failed).catch(() => {});
      const turn = turns(1);
      console.log(await gather(before, gather(task)));
      await gather(gather(task, failed), after(10, "C")).catch(
        (error: unknown) => {
          console.log(String(error));
        },
      );
      await turn;
    });
    expect(run.output).toBe(terminal`
      [ [ 'A' ], [ 'B' ] ]
      Error: no route to host
      1 turn later
    `);
  });

  it("costs no turn more where it is awaited under a signal", async () => {
    const { signal } = new AbortController();
    const run = await resuming(3, (task) => abortable(gather(task), signal));
    expect(run.output).toBe(terminal`
      done
      1 turn later
      2 turns later
      resumed             ← as who awaits it without one
      3 turns later
    `);
  });

  it("fails with what failed first, also where that is gathered once more", async () => {
    await runVirtual(async () => {
      const early = createTask(() => {
        throw new Error("early");
      });
      const late = createTask(async () => {
        await nextTurn();
        throw new Error("late");
      });
      await expect(gather(gather(early), late)).rejects.toThrow(
        new Error("early"),
      );
    });
  });

  it("fails one turn later where it is gathered once more", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => {
        void turns(4);
        throw new Error("no route to host");
      });
      await gather(gather(task), after(10, "A")).catch((error: unknown) => {
        console.log(String(error));
      });
      await sleep(1);
    });
    expect(run.output).toBe(terminal`
      1 turn later
      2 turns later
      3 turns later
      Error: no route to host
      4 turns later
    `);
  });

  it("costs no turn where all are done already", async () => {
    const run = await runVirtual(async () => {
      const tasks = [after(10, "A"), after(20, "B")];
      await sleep(30);
      const turn = nextTurn().then(() => console.log("the next turn"));
      console.log(await gather(...tasks));
      await turn;
    });
    expect(run.output).toBe(terminal`
      [ 'A', 'B' ]
      the next turn
    `);
  });

  it("throws the first failure at once, and leaves the others running", async () => {
    const run = await runVirtual(async () => {
      const slow = after(30, "slow", () => console.log("slow is done"));
      const failure = new Error("no route to host");
      await expect(gather(slow, failing(10, failure))).rejects.toBe(failure);
      console.log("thrown");
      await slow;
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | thrown
        30 ms | slow is done
    `);
  });

  it("throws the failure that came first in time, not in the order of the arguments", async () => {
    await runVirtual(async () => {
      const late = failing(20, new Error("late"));
      const early = failing(10, new Error("early"));
      await expect(gather(late, early)).rejects.toThrow(new Error("early"));
    });
  });

  it("throws the first failure among the arguments where all are done already", async () => {
    await runVirtual(async () => {
      const first = failing(20, new Error("first argument"));
      const second = failing(10, new Error("second argument"));
      await Promise.allSettled([first, second]);
      await expect(gather(first, second)).rejects.toThrow(
        new Error("first argument"),
      );
    });
  });

  it("throws the reason of a cancelled task", async () => {
    await runVirtual(async () => {
      const task = createTask((signal) => sleep(100, { signal }));
      const gathered = gather(after(10, "A"), task);
      await nextTurn();
      task.cancel();
      await expect(gathered).rejects.toThrow(new CancelledError());
    });
  });

  it("counts as awaiting all its tasks: later failures raise no unhandled rejection", async () => {
    const reasons = await unhandledInRun(async () => {
      const first = new Error("first");
      const gathered = gather(
        failing(10, first),
        failing(20, new Error("second")),
        sleep(30).then(() => Promise.reject(new Error("third"))),
      );
      await expect(gathered).rejects.toBe(first);
      await sleep(30);
    });
    expect(reasons).toEqual([]);
  });

  it.each<[string, unknown[], string]>([
    [
      "an item that is none",
      [[1]],
      "each item must be a task or a promise, received 1",
    ],
    [
      "an iterable beside a task",
      [[], Promise.resolve()],
      "each argument must be a task or a promise, received an array",
    ],
    [
      "an async iterable",
      [(async function* () {})()],
      "each argument must be a task or a promise, received an object",
    ],
  ])("refuses %s", async (_, args, reason) => {
    await expect(gather(...(args as Promise<void>[]))).rejects.toThrow(
      new TypeError(`Cannot gather: ${reason}`),
    );
  });

  it.each<[string, unknown]>([
    ["1", 1],
    ["null", null],
    ["function", () => {}],
    ['"A"', "A"],
  ])("refuses %s", async (shown, value) => {
    await expect(gather(value as Promise<void>)).rejects.toThrow(
      new TypeError(
        `Cannot gather: each argument must be a task or a promise, received ${shown}`,
      ),
    );
  });
});

/** Somebody goes on behind a task, and so many turns are counted from its end. */
function resuming(count: number, take: (task: Task<void>) => Promise<unknown>) {
  return runVirtual(async () => {
    const task = createTask(() => {
      console.log("done");
      void turns(count);
    });
    await take(task);
    console.log("resumed");
    await sleep(1);
  });
}
