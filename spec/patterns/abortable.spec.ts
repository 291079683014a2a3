import { getEventListeners } from "node:events";
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { abortable } from "../../src/patterns/abortable.ts";
import { AsyncQueue } from "../../src/patterns/async-queue.ts";
import { nextTurn, sleep } from "../../src/patterns/sleep.ts";
import { createTask } from "../../src/patterns/task.ts";
import { DeadlockError, runVirtual } from "../../src/testing/index.ts";
import { stamped, terminal } from "../support.ts";
import { watched } from "./async-iteration/sources.ts";
import { countFollowers } from "./followers.ts";
import { silent } from "./merge/sources.ts";
import { unhandledIn } from "./unhandled.ts";

/*
 * Not every wait takes a signal. `abortable` gives one to a promise or a task: it waits for that and for the signal,
 * whichever comes first. What is waited for goes on; only the wait ends. In asyncio, cancelling who awaits a task cancels
 * the task too, unless it is shielded.
 */
describe("abortable over a promise", () => {
  const failure = new Error("no route to host");

  it("gives what the promise gives, and leaves no listener", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const slow = abortable(
        sleep(10).then(() => "slow"),
        signal,
      );
      expect(await abortable(Promise.resolve("done"), signal)).toBe("done");
      expect(getEventListeners(signal, "abort")).toHaveLength(1);
      expect(await slow).toBe("slow");
      await expect(abortable(Promise.reject(failure), signal)).rejects.toBe(
        failure,
      );
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it("ends a task's wait for another task, which goes on", async () => {
    const run = await runVirtual(async () => {
      const other = createTask(async () => {
        await sleep(30);
        return "result";
      });
      const task = createTask((signal) => abortable(other, signal));
      await sleep(10);
      task.cancel();
      await task.catch((error: unknown) => console.log(String(error)));
      console.log(await other);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | CancelledError: The task was cancelled
        30 ms | result
    `);
  });

  it("resumes in the same turn as who awaits the task itself, behind those who came before", async () => {
    const run = await runVirtual(async () => {
      const { signal } = new AbortController();
      const task = createTask(() => console.log("the body"));
      const waiting = [
        task.then(() => console.log("first")),
        abortable(task, signal).then(() => console.log("abortable")),
        task.then(() => console.log("last")),
      ];
      await Promise.all(waiting);
      const turn = nextTurn().then(() => console.log("the next turn"));
      await abortable(task, signal);
      console.log("at once where it is done");
      await turn;
    });
    expect(run.output).toBe(terminal`
      the body
      first
      abortable
      last
      at once where it is done
      the next turn
    `);
  });

  it("leaves nothing behind on a task that goes on", async () => {
    await runVirtual(async () => {
      const long = createTask(() => sleep(30));
      const followers = countFollowers(long);
      const controller = new AbortController();
      const waiting = abortable(long, controller.signal);
      expect(followers.count).toBe(1);
      controller.abort("enough");
      await expect(waiting).rejects.toBe("enough");
      expect(followers.count).toBe(0);
    });
  });

  it("rejects on a turn of its own", async () => {
    const run = await runVirtual(async () => {
      const controller = new AbortController();
      const waiting = abortable(sleep(10), controller.signal).catch(
        (reason: unknown) => console.log(String(reason)),
      );
      await nextTurn();
      controller.abort("enough");
      const turn = nextTurn().then(() => console.log("in line behind"));
      await Promise.resolve();
      console.log("aborted");
      await Promise.all([waiting, turn]);
    });
    expect(run.output).toBe(terminal`
      aborted
      enough
      in line behind
    `);
  });

  it("rejects at once under an aborted signal", async () => {
    const signal = AbortSignal.abort("too late");
    for (const promise of [Promise.resolve(1), createTask(() => 1)]) {
      await expect(abortable(promise, signal)).rejects.toBe("too late");
    }
  });

  it("gives the result where that came before the abort", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const task = createTask(() => "result");
      const waiting = abortable(task, controller.signal);
      await nextTurn();
      controller.abort("enough");
      expect(await waiting).toBe("result");
    });
  });

  it("throws the reason where the abort came before the result", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const task = createTask(async () => {
        await nextTurn();
        controller.abort("enough");
      });
      await expect(abortable(task, controller.signal)).rejects.toBe("enough");
    });
  });

  it.each([
    ["a promise", () => sleep(10).then(() => Promise.reject(failure))],
    [
      "a task",
      () => createTask(() => sleep(10).then(() => Promise.reject(failure))),
    ],
  ])(
    "counts as looking at the failure of %s, aborted or not",
    async (_, fail) => {
      const reasons = await unhandledIn(() =>
        runVirtual(async () => {
          const aborted = AbortSignal.abort("too late");
          await expect(abortable(fail(), aborted)).rejects.toBe("too late");
          const waiting = abortable(fail(), AbortSignal.timeout(5));
          await expect(waiting).rejects.toThrow("timeout");
          await sleep(20);
        }),
      );
      expect(reasons).toEqual([]);
    },
  );

  it("is named where nothing can go on", async () => {
    const { signal } = new AbortController();
    const run = runVirtual(async () => {
      const never = new Promise<never>(() => {});
      const task = createTask(() => abortable(never, signal), { name: "ann" });
      await abortable(task, signal);
    });
    await expect(run).rejects.toThrow(DeadlockError);
    await expect(run).rejects.toThrow("main waits for the task ann since 0 ms");
    await expect(run).rejects.toThrow("ann waits for abortable since 0 ms");
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["an array", [1]],
    ['"text"', "text"],
    ["function", () => {}],
  ])("refuses %s", (shown, subject) => {
    const { signal } = new AbortController();
    expect(() => abortable(subject as Promise<void>, signal)).toThrow(
      new TypeError(
        `Cannot make abortable: it takes a promise or an async iterable, received ${shown}`,
      ),
    );
  });
});

/* An async iterable it gives item by item. When the signal aborts, the loop throws its reason and the iterable is closed. */
describe("abortable over an async iterable", () => {
  it("gives its items, and leaves no listener", async () => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const { source, log } = watched();
      for await (const item of abortable(source, signal)) {
        log.push(`got ${item}`);
        if (item === 1) {
          break;
        }
      }
      expect(log).toEqual(["opened", "got 0", "got 1", "closed"]);
      expect(getEventListeners(signal, "abort")).toEqual([]);
    });
  });

  it("throws the signal's reason where it waits, and closes the iterable", async () => {
    await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const task = createTask(async (signal) => {
        for await (const item of abortable(queue, signal)) {
          expect(item).toBe("A");
        }
      });
      queue.putNowait("A");
      await sleep(10);
      task.cancel("enough");
      await expect(task).rejects.toBe("enough");
      queue.putNowait("B");
      await sleep(1);
      expect(queue.size).toBe(1);
    });
  });

  it("throws it in place of the next item where nobody waits, and closes the iterable", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const { source, log } = watched();
      const items = abortable(source, controller.signal);
      expect(await items.next()).toEqual({ done: false, value: 0 });
      controller.abort("enough");
      expect(log).toEqual(["opened"]);
      await expect(items.next()).rejects.toBe("enough");
      expect(log).toEqual(["opened", "closed"]);
      expect(await items.next()).toEqual({ done: true, value: undefined });
    });
  });

  it("throws it also where the iterable fails to close, and raises nothing", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const source = Object.assign(silent(), {
        return: () => Promise.reject(new Error("cannot close")),
      });
      const next = abortable(source, controller.signal).next();
      controller.abort("enough");
      await expect(next).rejects.toBe("enough");
      await sleep(1);
    });
  });

  it("does not wait for an iterable that cannot be closed yet", async () => {
    const run = await runVirtual(async () => {
      const ticks = (async function* () {
        try {
          for (;;) {
            yield await sleep(100);
          }
        } finally {
          console.log("closed");
        }
      })();
      const items = abortable(ticks, AbortSignal.timeout(10));
      await items.next().catch(() => console.log("thrown"));
      await sleep(200);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | thrown
       100 ms | closed
    `);
  });

  it("destroys a stream of Node's", async () => {
    const stream = new PassThrough();
    const controller = new AbortController();
    const next = abortable(stream, controller.signal).next();
    controller.abort("enough");
    await expect(next).rejects.toBe("enough");
    expect(stream.destroyed).toBe(true);
  });

  it("throws what the iterable throws, and does not close it then", async () => {
    const failure = new Error("disk error");
    const log: string[] = [];
    const source: AsyncIterableIterator<number> = {
      [Symbol.asyncIterator]: () => source,
      next: () => Promise.reject(failure),
      async return() {
        log.push("closed");
        return { done: true, value: undefined };
      },
    };
    const items = abortable(source, new AbortController().signal);
    await expect(items.next()).rejects.toBe(failure);
    await items.return();
    expect(log).toEqual([]);
  });

  it("can be closed while it waits", async () => {
    await runVirtual(async () => {
      const over = { done: true, value: undefined };
      const items = abortable(
        new AsyncQueue<number>(),
        new AbortController().signal,
      );
      const next = items.next();
      await nextTurn();
      expect(await items.return()).toEqual(over);
      expect(await next).toEqual(over);
    });
  });
});
