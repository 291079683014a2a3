/// <reference lib="esnext.disposable" preserve="true" />
import { callSoon } from "../core/call-soon.ts";
import { Fifo } from "../core/fifo.ts";
import { ActLine, type WaitOptions } from "../core/wait.ts";
import { checkAwaitables } from "./awaitables.ts";
import type { ClosableIterator } from "./closable-iterator.ts";
import { follow } from "./task.ts";

/**
 * Tasks, or promises, in the order in which they end.
 *
 * ```ts
 * for await (const { task } of asCompleted([one, two])) {
 *   console.log(await task);
 * }
 * ```
 *
 * - It gives the very tasks, not their results: await one for its result or its error. They count as awaited. Each stands
 *   in an object of its own, since TypeScript takes what a `for await` gives for awaited.
 * - Leaving the loop cancels nobody, and leaves nothing behind on those that go on.
 * - It takes each as it ends, also while nobody waits. Those that have ended already come first.
 *
 * It is asyncio's as_completed: https://docs.python.org/3/library/asyncio-task.html#asyncio.as_completed
 *
 * @param options.signal ends the loop: it throws the signal's reason, at once if already aborted
 * @throws TypeError if it is given anything but tasks and promises
 */
export function asCompleted<T extends PromiseLike<unknown>>(
  tasks: Iterable<T>,
  options: WaitOptions = {},
): ClosableIterator<{ task: T }> {
  return new Completed(
    new Set(checkAwaitables("take tasks as they end", tasks)),
    options.signal,
  );
}

type Next<T> = IteratorResult<{ task: T }, undefined>;

/** No async generator, since its `return()` is to end a `next()` that waits. */
class Completed<T extends PromiseLike<unknown>> implements ClosableIterator<{
  task: T;
}> {
  static readonly #Takers = class<
    T extends PromiseLike<unknown>,
  > extends ActLine<Next<T>, Completed<T>> {
    canAct(): boolean {
      return this.on.#left === 0 || this.on.#ended.size > 0;
    }

    act(): Next<T> {
      return this.on.#take();
    }
  };

  readonly #signal: AbortSignal | undefined;
  readonly #ended = new Fifo<T>();
  /** How many have not been given. */
  #left: number;
  readonly #stops: readonly ((() => void) | undefined)[];
  readonly #line = new Completed.#Takers<T>("asCompleted", this);

  constructor(tasks: ReadonlySet<T>, signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.#left = tasks.size;
    this.#stops = [...tasks].map((task) =>
      follow(task, () => {
        callSoon("asCompleted", () => this.#add(task));
      }),
    );
  }

  async next(): Promise<Next<T>> {
    try {
      this.#signal?.throwIfAborted();
      return this.#line.canAct()
        ? this.#take()
        : await this.#line.join(this.#signal).promise;
    } catch (error) {
      this.#close();
      throw error;
    }
  }

  /** Ends each `next()` that waits. */
  async return(): Promise<Next<T>> {
    this.#close();
    return { done: true, value: undefined };
  }

  async throw(error: unknown): Promise<never> {
    this.#close();
    throw error;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#close();
  }

  #add(task: T): void {
    if (this.#left > 0) {
      this.#ended.push(task);
      this.#line.wakeNext();
    }
  }

  #take(): Next<T> {
    if (this.#left === 0) {
      return { done: true, value: undefined };
    }
    if (--this.#left === 0) {
      this.#line.wakeAll();
    }
    return { done: false, value: { task: this.#ended.shift() } };
  }

  #close(): void {
    this.#left = 0;
    this.#stops.forEach((stop) => stop?.());
    this.#line.wakeAll();
  }
}
