import { readFileSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import * as library from "../../src/index.ts";
import { explore, runVirtual } from "../../src/testing/index.ts";
import { anew } from "../anew.ts";

const HOST = Symbol.for("async-patterns.host");

/** The library as a second copy in this thread: the same modules, loaded anew. */
const copy = (): Promise<typeof library> =>
  anew(() => import("../../src/index.ts"));

/*
 * A program may hold two copies of this package, one of its own and one of a library that it uses. They share one line of
 * turns in a thread, so all orders hold among them; and the errors of one are errors to the other.
 */
describe("Two copies of the library in one thread", () => {
  const host: unknown = Reflect.get(globalThis, HOST);

  afterEach(() => {
    Reflect.set(globalThis, HOST, host);
  });

  it("share one line of turns", async () => {
    const other = await copy();
    expect(other.createTask).not.toBe(library.createTask);
    const log: string[] = [];
    const steps = async (name: string, nextTurn: () => Promise<void>) => {
      for (let step = 1; step <= 3; step++) {
        await nextTurn();
        log.push(`${name}${step}`);
      }
    };
    await Promise.all([
      steps("a", library.nextTurn),
      steps("b", other.nextTurn),
    ]);
    expect(log).toEqual(["a1", "b1", "a2", "b2", "a3", "b3"]);
  });

  it("are both searched by one copy of the kit", async () => {
    const { AsyncQueue, createTask, gather } = await copy();
    const { schedules, outcomes } = await explore(async () => {
      const queue = new AsyncQueue<string>();
      await gather(
        createTask(() => queue.put("a")),
        createTask(() => queue.put("b")),
      );
      console.log(queue.getNowait());
    });
    expect(schedules).toBe(2);
    expect(outcomes.map(({ output }) => output)).toEqual(["a\n", "b\n"]);
  });

  it("gather each other's tasks, in the turns in which they gather their own", async () => {
    const turnsWith = async ({ createTask }: typeof library) => {
      const log: string[] = [];
      await runVirtual(async () => {
        const task = createTask(() => library.sleep(1));
        void library.gather(task).then(() => log.push("gathered"));
        await library.sleep(1);
        for (let turn = 1; turn <= 4; turn++) {
          await library.nextTurn();
          log.push(`turn ${turn}`);
        }
      });
      return log;
    };
    const other = await copy();
    expect(await turnsWith(other)).toEqual(await turnsWith(library));
    expect(await turnsWith(library)).toContain("gathered");
  });

  it.each([
    "CancelledError",
    "QueueEmptyError",
    "QueueFullError",
    "QueueShutDownError",
  ] as const)("know each other's %s", async (name) => {
    const other = await copy();
    const { [name]: Own } = { ...library };
    const { [name]: Other } = other;
    expect(Other).not.toBe(Own);
    expect(new Other("reason")).toBeInstanceOf(Own);
    expect(new Own("reason")).toBeInstanceOf(Other);
  });

  it("take no other error for one of theirs, nor one of theirs for a class that extends it", () => {
    class Mine extends library.CancelledError {}
    expect(new Mine()).toBeInstanceOf(Mine);
    expect(new Mine()).toBeInstanceOf(library.CancelledError);
    expect(new library.CancelledError()).not.toBeInstanceOf(Mine);
    for (const other of [new Error(), new library.QueueEmptyError(), null]) {
      expect(other instanceof library.CancelledError).toBe(false);
    }
  });

  it("have errors that may be given another name, as any may", () => {
    const error = new library.CancelledError();
    error.name = "Stopped";
    expect(String(error)).toBe("Stopped: The task was cancelled");
  });

  it("refuse to work together where their hosts differ, and name both versions", async () => {
    Reflect.set(globalThis, HOST, { version: "0.9.0", protocol: 0 });
    const { version } = JSON.parse(readFileSync("package.json", "utf8")) as {
      version: string;
    };
    await expect(copy()).rejects.toThrow(
      `Cannot load async-patterns ${version}: version 0.9.0 is loaded in this thread, and they cannot share a line of turns`,
    );
  });
});
