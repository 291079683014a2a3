import { execFile } from "node:child_process";
import { EventEmitter, on, once } from "node:events";
import { watch } from "node:fs/promises";
import { createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { PassThrough, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";
import { lap, unhandledIn } from "../unhandled.ts";

/** A stream without an end. */
function ticking(): Readable {
  return Readable.from(
    (async function* () {
      for (;;) {
        await lap();
        yield "tick";
      }
    })(),
  );
}

/*
 * Node's own functions take a signal too. When it aborts they throw not its reason but an AbortError of theirs, whose
 * `cause` is the reason; those of streams give it no cause. A task that ends with it has been cancelled all the same.
 * These run in real time, and none of them waits for it.
 */
describe("A task that waits in a function of Node's", () => {
  const waits: [string, (signal: AbortSignal) => unknown][] = [
    ["timers/promises", (signal) => delay(60_000, undefined, { signal })],
    ["events.once", (signal) => once(new EventEmitter(), "x", { signal })],
    ["events.on", (signal) => on(new EventEmitter(), "x", { signal }).next()],
    [
      "fs.watch",
      (signal) => watch("LICENSE", { signal })[Symbol.asyncIterator]().next(),
    ],
    [
      "stream.pipeline",
      (signal) => pipeline(new PassThrough(), new PassThrough(), { signal }),
    ],
    ["Readable.forEach", (signal) => ticking().forEach(() => {}, { signal })],
    [
      "Readable.map",
      (signal) =>
        ticking()
          .map((item: unknown) => item, { signal })
          .toArray(),
    ],
    [
      "child_process.execFile",
      (signal) => promisify(execFile)("sleep", ["60"], { signal }),
    ],
  ];

  it.each(waits)(
    "is cancelled by what that throws, and raises nothing: %s",
    async (_, wait) => {
      const reasons = await unhandledIn(async () => {
        const task = createTask(async (signal) => void (await wait(signal)));
        await nextTurn();
        await lap();
        task.cancel();
        while (!task.done) {
          await lap();
        }
        expect(task.cancelled).toBe(true);
      });
      expect(reasons).toEqual([]);
    },
  );

  it("is cancelled, too, where the response to a request breaks off by that", async () => {
    const reasons = await unhandledIn(async () => {
      const server = createServer((_, response) => void response.write("half"));
      server.listen(0);
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      let response: IncomingMessage | undefined;
      const task = createTask(async (signal) => {
        [response] = (await once(get({ port, signal }), "response")) as [
          IncomingMessage,
        ];
        await response.toArray();
      });
      while (!response) {
        await lap();
      }
      task.cancel();
      while (!task.done) {
        await lap();
      }
      server.closeAllConnections();
      server.close();
      expect(task.cancelled).toBe(true);
      await expect(task).rejects.toMatchObject({
        message: "aborted",
        code: "ECONNRESET",
      });
    });
    expect(reasons).toEqual([]);
  });

  /** Lets a body that waits in a function of Node's be cancelled, and throw what it makes of the error. */
  const endedBy = async (make: (error: unknown) => unknown) => {
    const task = createTask(async (signal) => {
      try {
        await delay(60_000, undefined, { signal });
      } catch (error) {
        throw make(error);
      }
    });
    await nextTurn();
    task.cancel();
    await task.catch(() => {});
    return task.cancelled;
  };
  const suppressed = (error: unknown, suppressed: unknown) =>
    Object.assign(new Error("x"), { error, suppressed });

  it.each<[string, (error: unknown) => unknown]>([
    ["has that as its cause", (cause) => new Error("x", { cause })],
    ["has that and no other", (error) => new AggregateError([error, error])],
    ["has that thrown twice", (error) => suppressed(error, error)],
  ])("is cancelled by an error that %s", async (_, make) => {
    expect(await endedBy(make)).toBe(true);
  });

  it.each<[string, (error: unknown) => unknown]>([
    ["another", (error) => new AggregateError([error, new Error("x")])],
    ["another that came before", (error) => suppressed(error, new Error("x"))],
    ["none", () => new AggregateError([])],
  ])("fails with an error that tells of that and %s", async (_, make) => {
    expect(await endedBy(make)).toBe(false);
  });

  it("throws at its awaiters what the function threw", async () => {
    const reason = new Error("shutting down");
    const task = createTask((signal) => delay(60_000, undefined, { signal }));
    await nextTurn();
    task.cancel(reason);
    await expect(task).rejects.toMatchObject({
      name: "AbortError",
      cause: reason,
    });
  });

  it.each([
    ["whose cause is something else", new Error("x", { cause: new Error() })],
    ["without a cause", new Error("x")],
    [
      "that tells of another abort",
      Object.assign(new Error("x", { cause: new Error() }), {
        name: "AbortError",
      }),
    ],
    ["that is no object", null],
    ["that is undefined", undefined],
  ])(
    "fails with an error %s, though it is being cancelled",
    async (_, error) => {
      const task = createTask(async (signal) => {
        await delay(60_000, undefined, { signal }).catch(() => {});
        throw error;
      });
      await nextTurn();
      task.cancel();
      await expect(task).rejects.toBe(error);
      expect(task.cancelled).toBe(false);
    },
  );

  it("fails with an error whose cause is its reason, as long as nobody has cancelled it", async () => {
    const controller = new AbortController();
    const task = createTask((signal) => {
      throw new Error("x", { cause: signal.reason });
    }, controller);
    await expect(task).rejects.toThrow(new Error("x"));
    expect(task.cancelled).toBe(false);
  });

  it("fails with the error of another abort, as long as nobody has cancelled it", async () => {
    const task = createTask(async (signal) => {
      const other = AbortSignal.abort();
      await delay(60_000, signal, { signal: other });
    });
    await expect(task).rejects.toMatchObject({ name: "AbortError" });
    expect(task.cancelled).toBe(false);
  });
});
