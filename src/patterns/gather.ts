import { shown } from "../core/checks.ts";
import type { WaitKind } from "../core/host.ts";
import { Wait } from "../core/wait.ts";
import { nextTurn } from "./sleep.ts";
import { whenDone, type Task } from "./task.ts";

const GATHER: WaitKind = {
  what: "gather",
  begins: "waits for the gathered tasks",
  resumes: "knows how the gathered tasks ended",
  label: "gather",
};

/** What each of several awaitables gives. */
type Results<Awaitables extends readonly PromiseLike<unknown>[]> = {
  -readonly [Index in keyof Awaitables]: Awaited<Awaitables[Index]>;
};

/**
 * Waits for several tasks, and for promises too.
 *
 * - The results come in the order of the arguments, whichever is done first.
 * - The first failure rejects at once. It leaves the others running, and their failures count as awaited.
 * - The caller resumes two turns after the last task is done (or the first one failed), at once if all are done, as with
 *   asyncio.gather from CPython 3.12 on: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
 *
 * @throws TypeError if an argument cannot be awaited
 */
export async function gather<const T extends readonly PromiseLike<unknown>[]>(
  ...tasks: T
): Promise<Results<T>> {
  tasks.forEach(checkAwaitable);
  const gathering = new Gathering(tasks.length);
  tasks.forEach((task, index) => {
    if (whenDone in task) {
      (task as Task<unknown>)[whenDone]((ending) =>
        gathering.note(index, ending),
      );
    } else {
      task.then(
        (value) => gathering.note(index, { value }),
        (error: unknown) => gathering.note(index, { error }),
      );
    }
  });
  return (await gathering.results(tasks)) as Results<T>;
}

function checkAwaitable(task: unknown): void {
  if (
    typeof (task as Partial<PromiseLike<unknown>> | null)?.then !== "function"
  ) {
    throw new TypeError(
      `Cannot gather: each argument must be a task or a promise, received ${shown(task)}`,
    );
  }
}

/** Counts endings until the last one, or the first that is no result. */
class Gathering {
  readonly #results: unknown[] = [];
  #missing: number;
  #failure: { error: unknown } | undefined;
  #wait: Wait | undefined;

  constructor(count: number) {
    this.#missing = count;
  }

  get #isOver(): boolean {
    return this.#missing === 0 || this.#failure !== undefined;
  }

  note(index: number, ending: { value: unknown } | { error: unknown }): void {
    if (this.#isOver) {
      return;
    }
    this.#missing--;
    if ("value" in ending) {
      this.#results[index] = ending.value;
    } else {
      this.#failure = ending;
    }
    if (this.#isOver) {
      this.#wait?.wake();
    }
  }

  async results(tasks: object): Promise<unknown[]> {
    if (!this.#isOver) {
      this.#wait = new Wait(GATHER, tasks);
      await this.#wait.promise;
      await nextTurn();
    }
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
    return this.#results;
  }
}
