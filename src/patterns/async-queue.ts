import {
  checkOptions,
  type WaitOptions,
  signalOf,
  liveSignalOf,
} from "../core/abort.ts";
import { checkKind, checkState } from "../core/checks.ts";
import { nameError } from "../core/errors.ts";
import { Fifo } from "../core/fifo.ts";
import { currentHost, observer, touched } from "../core/slot.ts";
import {
  behind,
  refuse,
  type Wait,
  withoutWait,
  WaitLine,
} from "../core/wait.ts";
import { closable, type ClosableIterator } from "./closable-iterator.ts";

/** Thrown by `getNowait` where the queue holds nothing. */
export class QueueEmptyError extends Error {
  static {
    nameError(this, "QueueEmptyError");
  }
}

/** Thrown by `putNowait` where the queue has no room. */
export class QueueFullError extends Error {
  static {
    nameError(this, "QueueFullError");
  }
}

/** Thrown by puts into a queue that was shut down, and by gets once it is empty too. */
export class QueueShutDownError extends Error {
  static {
    nameError(this, "QueueShutDownError");
  }
}

/** Where a queue keeps its items: this decides in which order they leave. */
export interface ItemStore<T> {
  readonly size: number;
  /** Throws, and changes nothing, if it cannot hold such an item. */
  check?(item: T): void;
  push(item: T): void;
  /** Called only where `size` is above 0. */
  shift(): T;
}

/** By this end the waits of loops that are closed. */
const CLOSED = AbortSignal.abort();

/** A loop over a queue. */
interface Loop<T> {
  readonly signal: AbortSignal | undefined;
  /** Its last wait for an item. */
  wait?: Wait<T | boolean>;
  /** What it has taken last and not given yet: so a promise is not awaited before it is given. */
  item?: T | undefined;
}

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
  static readonly #Getters = class<T> extends WaitLine<
    T | boolean,
    AsyncQueue<T>
  > {
    override canAct(): boolean | undefined {
      return !this.on.empty || this.on.#isShutDown;
    }

    override act(loop: Loop<T> | undefined): T | boolean | Promise<never> {
      const queue = this.on;
      if (loop) {
        return queue.#takeFor(loop);
      }
      return queue.empty
        ? refuse(queue, AsyncQueue.#noItem)
        : queue.getNowait();
    }
  };
  static readonly #Putters = class<T> extends WaitLine<void, AsyncQueue<T>> {
    override canAct(): boolean | undefined {
      return !this.on.full || this.on.#isShutDown;
    }

    override act(item: T): Promise<never> | void {
      return this.on.#isShutDown
        ? refuse(this.on, noMorePuts)
        : this.on.#add(item);
    }
  };

  /** How many items the queue holds at most; 0 or below: any number. */
  readonly maxsize: number;
  #items: ItemStore<T> = new Fifo<T>();
  /** On how many items the work is not finished. */
  #unfinished = 0;
  /** From then on nobody has to wait. */
  #isShutDown: boolean | undefined;
  readonly #getters = new AsyncQueue.#Getters<T>("AsyncQueue.get", this);
  readonly #putters = new AsyncQueue.#Putters<T>("AsyncQueue.put", this);
  /** They never look again. */
  readonly #joiners = new WaitLine("AsyncQueue.join", this);

  /**
   * @param maxsize how many items it holds at most; 0 (the default) or below: any number
   * @throws RangeError if maxsize is not an integer
   */
  constructor(maxsize = 0) {
    checkKind(
      Number.isInteger(maxsize),
      "create a queue",
      "maxsize must be an integer",
      maxsize,
      RangeError,
    );
    this.maxsize = maxsize;
    observer()?.made?.(this);
  }

  /** How many items the queue holds now. */
  get size(): number {
    return this.#items.size;
  }

  /** True while the queue holds no item. */
  get empty(): boolean {
    return this.size === 0;
  }

  /** True while the queue holds `maxsize` items; never true if maxsize is 0 or below. */
  get full(): boolean {
    return this.maxsize > 0 && this.size >= this.maxsize;
  }

  /**
   * Adds an item; waits while the queue is full.
   *
   * @throws QueueShutDownError if the queue is shut down, also while waiting
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing was added
   */
  put(item: T, options?: WaitOptions): Promise<void> {
    try {
      const signal = liveSignalOf("put", options);
      this.#checkOpen();
      if (this.full) {
        this.#items.check?.(item);
        return this.#putters.join(signal, item).promise;
      }
      this.#add(item);
    } catch (error) {
      return Promise.reject(error);
    }
    return withoutWait();
  }

  /**
   * Removes and returns an item; waits while the queue is empty.
   *
   * @throws QueueShutDownError if the queue is shut down and empty, also while waiting
   * @throws the signal's reason if it aborts while waiting, or has aborted already; then nothing was taken
   */
  get(options?: WaitOptions): Promise<T> {
    let item: T;
    try {
      const signal = liveSignalOf("get", options);
      if (!this.#getters.canAct()) {
        return this.#getters.join(signal).promise as Promise<T>;
      }
      item = this.getNowait();
    } catch (error) {
      return Promise.reject(error);
    }
    return withoutWait(item);
  }

  /**
   * Adds an item without waiting.
   *
   * @throws QueueFullError if the queue is full, QueueShutDownError if it is shut down
   */
  putNowait(item: T): void {
    this.#checkOpen();
    if (this.full) {
      touched(this);
      throw new QueueFullError(
        `Cannot put: the queue is full, it holds ${this.size} of ${this.maxsize}`,
      );
    }
    this.#add(item);
  }

  /**
   * Removes and returns an item without waiting.
   *
   * @throws QueueEmptyError if the queue is empty, QueueShutDownError if it is shut down as well
   */
  getNowait(): T {
    if (this.empty) {
      throw AsyncQueue.#noItem(this);
    }
    const item = this.#shift();
    this.#putters.wakeNext();
    return item;
  }

  /**
   * Says that the work on one item that came out of the queue is finished.
   *
   * @throws RangeError if called more often than items were put
   */
  taskDone(): void {
    touched(this);
    checkState(
      this.#unfinished > 0,
      "mark a task as done",
      "taskDone was called more often than items were put",
      RangeError,
    );
    this.#finish();
  }

  /**
   * Waits until `taskDone` was called for every item that was put. A woken joiner does not look again, as in asyncio:
   * items put between its wake-up and its turn go unnoticed.
   *
   * @throws the signal's reason if it aborts while waiting, or has aborted already
   */
  async join(options?: WaitOptions): Promise<void> {
    const signal = liveSignalOf("join", options);
    touched(this);
    if (this.#unfinished) {
      await this.#joiners.join(signal).promise;
    }
  }

  /**
   * Ends the queue: from now on puts throw, and gets do once it is empty. Waiting putters and getters are woken to see it.
   *
   * @param options.immediate throws away the items it holds, and counts them as finished; default false
   */
  shutdown(options: { immediate?: boolean | undefined } = {}): void {
    checkOptions("shut down", options);
    this.#isShutDown = true;
    touched(this);
    if (options.immediate) {
      while (!this.empty) {
        this.#shift();
        this.#finish();
      }
    }
    this.#getters.wakeAll();
    this.#putters.wakeAll();
  }

  /**
   * The items as they come, until the queue is shut down and empty. Leaving the loop leaves the queue as it is.
   *
   * - An item that is a promise which rejects ends the loop with its error, as it makes `get` throw.
   * - `return()`, also by `await using`, ends a `next()` that waits: it takes nothing.
   *
   * @param options.signal ends the loop: it throws the signal's reason, at once if already aborted
   */
  items(options?: WaitOptions): ClosableIterator<T> {
    const loop: Loop<T> = {
      signal: signalOf("loop over the queue", options),
    };
    return closable(this.#itemsFor(loop), () => {
      loop.wait?.endBy(CLOSED);
      return undefined;
    });
  }

  /** As `items`. */
  [Symbol.asyncIterator](): ClosableIterator<T> {
    return this.items();
  }

  async *#itemsFor(loop: Loop<T>): AsyncGenerator<T, void, undefined> {
    try {
      // Awaited only where it has to be, since that would take a third of the time of an item that is there.
      for (
        let isTaken;
        (isTaken = this.#next(loop)) === true || (await isTaken);
      ) {
        const item = loop.item as T;
        loop.item = undefined;
        yield item;
      }
    } catch (error) {
      if (error !== CLOSED.reason) {
        throw error;
      }
    }
  }

  /** Takes an item for a loop. @returns false if there is none, and will be none */
  #next(loop: Loop<T>): Promise<boolean> | boolean {
    loop.signal?.throwIfAborted();
    if (!this.#getters.canAct()) {
      loop.wait = this.#getters.join(loop.signal, loop);
      return loop.wait.promise as Promise<boolean>;
    }
    const isTaken = this.#takeFor(loop);
    const breath = currentHost().breathe();
    return breath ? behind(breath, isTaken) : isTaken;
  }

  #takeFor(loop: Loop<T>): boolean {
    touched(this);
    if (this.empty) {
      return false;
    }
    loop.item = this.getNowait();
    return true;
  }

  #checkOpen(): void {
    if (this.#isShutDown) {
      touched(this);
      throw noMorePuts();
    }
  }

  #add(item: T): void {
    this.#items.check?.(item);
    this.#items.push(item);
    this.#unfinished++;
    observer()?.itemPut(this, item, this.size);
    this.#getters.wakeNext();
  }

  #shift(): T {
    const item = this.#items.shift();
    observer()?.itemTaken(this, item, this.size);
    return item;
  }

  static #noItem(this: void, queue: AsyncQueue<unknown>): Error {
    touched(queue);
    return queue.#isShutDown
      ? new QueueShutDownError("Cannot get: the queue is shut down and empty")
      : new QueueEmptyError("Cannot get: the queue is empty");
  }

  #finish(): void {
    if (this.#unfinished && !--this.#unfinished) {
      this.#joiners.wakeAll();
    }
  }

  /** For queues with another order of retrieval, before the first item. */
  protected keepIn(store: ItemStore<T>): void {
    this.#items = store;
  }
}

function noMorePuts(): Error {
  return new QueueShutDownError("Cannot put: the queue is shut down");
}
