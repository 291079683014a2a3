import { callSoon } from "../core/call-soon.ts";
import { Wait, type WaitOptions } from "../core/wait.ts";
import { checkAwaitables, isAwaitable } from "./awaitables.ts";
import { follow, type Outcome } from "./task.ts";

/** What each of several awaitables gives. */
type Results<Awaitables extends readonly PromiseLike<unknown>[]> = {
  -readonly [Index in keyof Awaitables]: Awaited<Awaitables[Index]>;
};

/**
 * Waits for several tasks, and for promises too: one by one, or as one iterable of any number of them.
 *
 * - The results come in the order of the arguments, whichever is done first.
 * - The first failure rejects at once. It leaves the others running, and their failures count as awaited.
 * - The caller resumes two turns after the last task is done (or the first one failed), at once if all are done, as with
 *   asyncio.gather from CPython 3.12 on: https://docs.python.org/3/library/asyncio-task.html#asyncio.gather
 * - A signal ends the wait alone: the tasks run on, and count as awaited. asyncio cancels them too.
 *
 * @param options.signal behind an iterable: the wait rejects with its reason when it aborts, at once if already aborted
 * @throws TypeError if an argument cannot be awaited
 */
export async function gather<const T extends readonly PromiseLike<unknown>[]>(
  ...tasks: T
): Promise<Results<T>>;
export async function gather<const T extends readonly PromiseLike<unknown>[]>(
  tasks: T,
  options?: WaitOptions,
): Promise<Results<T>>;
export async function gather<T>(
  tasks: Iterable<PromiseLike<T>>,
  options?: WaitOptions,
): Promise<Awaited<T>[]>;
export async function gather(...args: unknown[]): Promise<unknown[]> {
  const { tasks, signal } = read(args);
  const gathering = new Gathering(tasks.length);
  const stops = tasks.map((task, index) =>
    follow(task, (ending) => gathering.note(index, ending)),
  );
  try {
    return await gathering.results(tasks, signal);
  } finally {
    stops.forEach((stop) => stop?.());
  }
}

/** Takes apart what `gather` was given: tasks one by one, or an iterable of them and options. */
function read(args: readonly unknown[]) {
  const [first, options] = args;
  if (!isIterable(first) || isAwaitable(options)) {
    return { tasks: checked(args, "argument"), signal: undefined };
  }
  const { signal } = (options ?? {}) as WaitOptions;
  return { tasks: checked(first, "item"), signal };
}

function isIterable(value: unknown): value is Iterable<unknown> {
  return (
    typeof value === "object" && value !== null && Symbol.iterator in value
  );
}

function checked(tasks: Iterable<unknown>, each: string) {
  return checkAwaitables(
    "gather",
    tasks as Iterable<PromiseLike<unknown>>,
    each,
  );
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

  note(index: number, ending: Outcome): void {
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
      callSoon("gather", () => this.#wait?.wake());
    }
  }

  async results(
    tasks: object,
    signal: AbortSignal | undefined,
  ): Promise<unknown[]> {
    signal?.throwIfAborted();
    if (!this.#isOver) {
      this.#wait = new Wait("gather", tasks, signal);
      this.#wait.park(() => (this.#wait = undefined));
      await this.#wait.promise;
    }
    if (this.#failure !== undefined) {
      throw this.#failure.error;
    }
    return this.#results;
  }
}
