import { abortsWith, type Abortable } from "./abort.ts";
import { currentHost, type Turn } from "./host.ts";

/**
 * One suspended piece of code: it waits until somebody wakes it or its signal aborts, and resumes on a turn of its own.
 *
 * - Whoever comes first gets it the turn; the second changes nothing about its place in the line.
 * - At that turn it rejects with the signal's reason if the signal has aborted by then, woken or not, as an asyncio task
 *   that is cancelled while it stands in the line does: https://docs.python.org/3/library/asyncio-task.html#task-cancellation
 */
export class Wait<T = void> implements Turn, Abortable {
  readonly promise: Promise<T>;
  note: unknown;
  protected readonly signal: AbortSignal | undefined;
  protected readonly observer = currentHost().observer;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #leave!: () => void;
  #stopListening: (() => void) | undefined;

  /** @param before a wait that was in vain, whose promise this one is to settle */
  constructor(
    what: string,
    on?: object,
    signal?: AbortSignal,
    before?: Wait<T>,
  ) {
    this.signal = signal;
    if (before === undefined) {
      this.promise = new Promise<unknown>((resolve, reject) => {
        this.#resolve = resolve;
        this.#reject = reject;
      }) as Promise<T>;
    } else {
      this.promise = before.promise;
      this.#resolve = before.#resolve;
      this.#reject = before.#reject;
      this.note = before.note;
    }
    this.observer?.waitBegan(this, what, on);
  }

  /** Starts to heed the signal. @param leave takes the wait off whatever it waits for, should the signal abort */
  park(leave: () => void): void {
    if (this.signal !== undefined) {
      this.#leave = leave;
      this.#stopListening = abortsWith(this.signal, this);
    }
  }

  /** Gives it its turn. */
  wake(): void {
    this.#stopListening?.();
    this.observer?.waitWoken(this);
    currentHost().turn(this);
  }

  /** Called when the signal aborts. */
  abort(): void {
    this.#leave();
    this.wake();
  }

  /** Called on its turn. */
  run(): void {
    this.observer?.waitEnded(this);
    if (this.signal?.aborted) {
      this.giveUp(this.signal.reason);
    } else {
      this.goOn();
    }
  }

  protected giveUp(reason: unknown): void {
    this.#reject(reason);
  }

  protected goOn(value?: T | PromiseLike<T>): void {
    this.#resolve(value);
  }
}
