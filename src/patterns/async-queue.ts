import { checkMaxsize } from "../core/checks.ts";
import { Fifo } from "../core/fifo.ts";
import { currentHost } from "../core/host.ts";
import type { ItemStore } from "./item-store.ts";
import { Getters, Joiners, Putters } from "./queue-lines.ts";
import {
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
} from "./queue-errors.ts";
import type { WaitOptions } from "./wait-options.ts";

/** What a put that did not have to wait gives. */
const DONE = Promise.resolve();

/**
 * Hands items from producers to consumers, first in, first out.
 *
 * - Back-pressure: `put` waits while the queue holds `maxsize` items, `get` waits while it holds none.
 * - Who waits first is woken first. A woken waiter resumes on its own turn, and whoever runs before that may take the
 *   item or the place: then it waits again, at the back of the line, as in asyncio.
 * - Nothing is lost: a wait that ends by its signal passes on a wake-up that it had already been given.
 * - Every operation costs O(1), and a wait that is over leaves nothing behind, neither here nor on its signal.
 * - Items of any type come out as they went in; only a promise leaves `get` awaited, as the language has it.
 *
 * It is asyncio's Queue of Python 3.13: https://docs.python.org/3/library/asyncio-queue.html
 */
export class AsyncQueue<T> implements AsyncIterable<T> {
  /** How many items the queue holds at most; 0 or below: any number. */
  readonly maxsize: number;
  readonly #getters = new Getters<T>(this);
  readonly #putters = new Putters<T>(this);
  readonly #joiners = new Joiners(this);
  #items: ItemStore<T> = new Fifo<T>();

  /**
   * @param maxsize how many items it holds at most; 0 (the default) or below: any number
   * @throws RangeError if maxsize is not an integer
   */
  constructor(maxsize = 0) {
    checkMaxsize(maxsize);
    this.maxsize = maxsize;
  }

  /** How many items the queue holds now. */
  get size(): number {
    return this.#items.size;
  }

  /** True while the queue holds no item. */
  get empty(): boolean {
    return this.#items.size === 0;
  }

  /** True while the queue holds `maxsize` items; never true if maxsize is 0 or below. */
  get full(): boolean {
    return this.maxsize > 0 && this.#items.size >= this.maxsize;
  }

  /**
   * Adds an item; waits while the queue is full.
   *
   * @throws QueueShutDownError if the queue is shut down, also while waiting
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing was added
   */
  put(item: T, options?: WaitOptions): Promise<void> {
    const signal = options?.signal;
    try {
      signal?.throwIfAborted();
      if (this.#putters.mustWait()) {
        this.#items.check?.(item);
        return this.#putters.join(item, signal);
      }
      this.putNowait(item);
    } catch (error) {
      return Promise.reject(error);
    }
    return currentHost().breathe() ?? DONE;
  }

  /**
   * Removes and returns an item; waits while the queue is empty.
   *
   * @throws QueueShutDownError if the queue is shut down and empty, also while waiting
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing was taken
   */
  get(options?: WaitOptions): Promise<T> {
    const signal = options?.signal;
    let item: T;
    try {
      signal?.throwIfAborted();
      if (this.#getters.mustWait()) {
        return this.#getters.join(undefined, signal);
      }
      item = this.getNowait();
    } catch (error) {
      return Promise.reject(error);
    }
    const breath = currentHost().breathe();
    return breath === undefined
      ? Promise.resolve(item)
      : breath.then(() => item);
  }

  /**
   * Adds an item without waiting.
   *
   * @throws QueueFullError if the queue is full, QueueShutDownError if it is shut down
   */
  putNowait(item: T): void {
    if (this.#putters.isClosed) {
      throw new QueueShutDownError("Cannot put: the queue is shut down");
    }
    if (this.full) {
      throw new QueueFullError(
        `Cannot put: the queue is full, it holds ${this.size} of ${this.maxsize}`,
      );
    }
    this.#items.check?.(item);
    this.#items.push(item);
    this.#joiners.unfinished++;
    currentHost().observer?.itemPut(this, item, this.size);
    this.#getters.wakeNext();
  }

  /**
   * Removes and returns an item without waiting.
   *
   * @throws QueueEmptyError if the queue is empty, QueueShutDownError if it is shut down as well
   */
  getNowait(): T {
    if (this.empty) {
      throw this.#getters.isClosed
        ? new QueueShutDownError("Cannot get: the queue is shut down and empty")
        : new QueueEmptyError("Cannot get: the queue is empty");
    }
    const item = this.#items.shift();
    currentHost().observer?.itemTaken(this, item, this.size);
    this.#putters.wakeNext();
    return item;
  }

  /**
   * Says that the work on one item that came out of the queue is finished.
   *
   * @throws RangeError if called more often than items were put
   */
  taskDone(): void {
    if (this.#joiners.unfinished <= 0) {
      throw new RangeError(
        "Cannot mark a task as done: taskDone was called more often than items were put",
      );
    }
    this.#joiners.finish(1);
  }

  /**
   * Waits until `taskDone` was called for every item that was put. A woken joiner does not look again, as in asyncio:
   * items put between its wake-up and its turn go unnoticed.
   *
   * @throws the signal's reason if it aborts while waiting, or has aborted already
   */
  async join(options: WaitOptions = {}): Promise<void> {
    options.signal?.throwIfAborted();
    if (this.#joiners.unfinished > 0) {
      await this.#joiners.join(undefined, options.signal);
    }
  }

  /**
   * Ends the queue: from now on puts throw, and gets do once it is empty. Waiting putters and getters are woken to see it.
   *
   * @param options.immediate throws away the items it holds, and counts them as finished; default false
   */
  shutdown(options: { immediate?: boolean | undefined } = {}): void {
    this.#getters.isClosed = this.#putters.isClosed = true;
    if (options.immediate) {
      const thrownAway = this.#items.size;
      while (!this.empty) {
        const item = this.#items.shift();
        currentHost().observer?.itemTaken(this, item, this.size);
      }
      this.#joiners.finish(thrownAway);
    }
    this.#getters.wakeAll();
    this.#putters.wakeAll();
  }

  /** The items as they come, until the queue is shut down and empty. Leaving the loop leaves the queue as it is. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T, void, undefined> {
    while (!this.empty || !this.#getters.isClosed) {
      let item: T;
      try {
        item = await this.get();
      } catch {
        return; // shut down while it waited: without a signal, there is no other reason
      }
      yield item;
    }
  }

  /** For queues with another order of retrieval, before the first item. */
  protected keepItemsIn(store: ItemStore<T>): void {
    this.#items = store;
  }
}
