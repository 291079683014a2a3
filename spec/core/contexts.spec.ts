import { AsyncLocalStorage } from "node:async_hooks";
import { describe, expect, it } from "vitest";
import * as ordinaryLibrary from "../../src/index.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { inRealTime, type RealTime } from "../patterns/hand-clock.ts";

type Library = RealTime["library"];
type Way = (program: (library: Library) => Promise<void>) => Promise<unknown>;

/*
 * An AsyncLocalStorage carries what belongs to a request along its awaits. A task takes the **context** of its
 * `createTask` call with it, as an asyncio task copies contextvars: it is a resource of Node's, where there are such
 * contexts. And whatever wakes a waiter, it goes on in its own context and not in that of who woke it. That the language
 * does, at each `await`.
 */
describe.each<[string, Way]>([
  ["real time", (program) => inRealTime(({ library }) => program(library))],
  ["virtual time", (program) => runVirtual(() => program(ordinaryLibrary))],
])("The async context, in %s,", (_, play) => {
  it("of a task's body is that of its createTask call", async () => {
    await play(async ({ createTask }) => {
      const user = new AsyncLocalStorage<string>();
      const handle = (name: string) =>
        user.run(name, () => createTask(() => user.getStore()));
      const outside = createTask(() => user.getStore());
      expect(
        await Promise.all([...["ann", "bob", "eve"].map(handle), outside]),
      ).toEqual(["ann", "bob", "eve", undefined]);
    });
  });

  it("stays with a body that was made inside another", async () => {
    await play(async ({ createTask, nextTurn }) => {
      const user = new AsyncLocalStorage<string>();
      const log: unknown[] = [];
      const nested = async (): Promise<void> => {
        await nextTurn();
        log.push(user.getStore());
        await user.run("guest", () =>
          createTask(() => log.push(user.getStore())),
        );
        log.push(user.getStore());
      };
      await Promise.all([
        user.run("ann", () => createTask(nested)),
        user.run("bob", () => createTask(nested)),
      ]);
      expect(log).toEqual(["ann", "bob", "guest", "guest", "ann", "bob"]);
    });
  });

  it("of who waits is their own again, whoever wakes them", async () => {
    await play(async (library) => {
      const user = new AsyncLocalStorage<string>();
      const log: string[] = [];
      await user.run("waker", async () => {
        const waiting = waitsOf(library).map(([name, wait]) =>
          user.run(name, () => {
            const look = () => log.push(`${name}: ${user.getStore()}`);
            return wait().then(look, look);
          }),
        );
        await Promise.all(waiting);
      });
      expect(log.toSorted()).toEqual(
        waitsOf(library).map(([name]) => `${name}: ${name}`),
      );
    });
  });
});

/** A wait of each kind, with what ends it. */
function waitsOf({
  AsyncQueue,
  createTask,
  gather,
  nextTurn,
}: Library): [string, () => PromiseLike<unknown>][] {
  const empty = new AsyncQueue<number>();
  const full = new AsyncQueue<number>(1);
  full.putNowait(1);
  const controller = new AbortController();
  const task = createTask(async () => {
    await nextTurn();
    empty.putNowait(1);
    full.getNowait();
    full.taskDone();
    controller.abort();
  });
  return [
    ["an aborted get", () => new AsyncQueue().get(controller)],
    ["gather", () => gather(task)],
    ["get", () => empty.get()],
    ["join", () => full.join()],
    ["nextTurn", () => nextTurn()],
    ["put", () => full.put(2)],
    ["task", () => task],
  ];
}
