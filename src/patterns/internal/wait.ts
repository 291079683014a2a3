import { abortsWith, type Abortable } from "./abort.ts";
import { currentHost, type Turn } from "./host.ts";

/**
 * One suspended piece of code: it waits until somebody wakes it or its signal aborts, and resumes on a turn of its own.
 *
 * - Whoever comes first gets it the turn; the second changes nothing about its place in the line.
 * - At that turn it rejects with the signal's reason if the signal has aborted by then, woken or not, as an asyncio task
 *   that is cancelled while it stands in the line does: https://docs.python.org/3/library/asyncio-task.html#task-cancellation
 */
export class Wait implements Turn, Abortable {
  readonly promise: Promise<void>;
  /** True once somebody other than the signal has woken it. */
  woken = false;
  note: unknown;
  /** Its neighbours where it stands in a `WaitLine`. */
  before: Wait | undefined;
  behind: Wait | undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #observer = currentHost().observer;
  #resolve!: () => void;
  #reject!: (reason: unknown) => void;
  #leave!: () => void;
  #stopListening: (() => void) | undefined;

  constructor(what: string, on?: object, signal?: AbortSignal) {
    this.#signal = signal;
    this.promise = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#observer?.waitBegan(this, what, on);
  }

  /** Starts to heed the signal. @param leave takes the wait off whatever it waits for, should the signal abort */
  park(leave: () => void): void {
    if (this.#signal !== undefined) {
      this.#leave = leave;
      this.#stopListening = abortsWith(this.#signal, this);
    }
  }

  /** Gives it its turn. */
  wake(): void {
    this.woken = true;
    this.#line();
  }

  /** Called when the signal aborts. */
  abort(): void {
    this.#leave();
    this.#line();
  }

  /** Called on its turn. */
  run(): void {
    this.#observer?.waitEnded(this);
    if (this.#signal?.aborted) {
      this.#reject(this.#signal.reason);
    } else {
      this.#resolve();
    }
  }

  #line(): void {
    this.#stopListening?.();
    this.#observer?.waitWoken(this);
    currentHost().turn(this);
  }
}
