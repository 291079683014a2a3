import {
  AsyncEvent,
  asyncWith,
  Barrier,
  BoundedSemaphore,
  Condition,
  createTask,
  gather,
  Lock,
  nextTurn,
} from "../../../src/index.ts";
import type { Pair } from "./pair.ts";

const nameOf = (error: unknown): string => (error as Error).name;

/** What locks.py has too. */
export const locks: readonly Pair[] = [
  {
    title: "who has a lock next",
    rows: ["Lock, Event"],
    async run(note) {
      const lock = new Lock();
      const event = new AsyncEvent();
      const user = async (name: string) => {
        await event.wait();
        await asyncWith(lock, async () => {
          note(`${name} has it`);
          await nextTurn();
        });
      };
      const tasks = ["A", "B"].map((name) => createTask(() => user(name)));
      await nextTurn();
      event.set();
      await gather(tasks);
      note(`locked: ${lock.locked}`);
    },
  },
  {
    title: "a bounded semaphore that is released too often",
    rows: ["Semaphore, BoundedSemaphore"],
    differs: ["RangeError"],
    async run(note) {
      const semaphore = new BoundedSemaphore(1);
      try {
        semaphore.release();
      } catch (error) {
        note(nameOf(error));
      }
    },
  },
  {
    title: "who goes on behind a notice",
    rows: ["Condition, wait_for"],
    async run(note) {
      const condition = new Condition();
      const items: string[] = [];
      const waiter = () =>
        asyncWith(condition, async () => {
          await condition.waitFor(() => items.length > 0);
          note("waiter");
        });
      const task = createTask(waiter);
      await nextTurn();
      await asyncWith(condition, () => {
        items.push("tea");
        condition.notify();
        note("main");
      });
      await task;
    },
  },
  {
    title: "a barrier that is aborted",
    rows: ["Barrier, n_waiting"],
    async run(note) {
      const barrier = new Barrier(2);
      const task = createTask(() => barrier.wait());
      await nextTurn();
      note(`waiting: ${barrier.waiting}`);
      barrier.abort();
      await task.catch((error: unknown) => note(nameOf(error)));
    },
  },
];
