import { abortsWith, type Abortable } from "./abort.ts";
import { currentHost, type Turn } from "./host.ts";
import type { WaitLine } from "./wait-line.ts";

/**
 * One suspended piece of code: it waits until somebody wakes it or its signal aborts, and resumes on a turn of its own.
 *
 * - Whoever comes first gets it the turn; the second changes nothing about its place in the line.
 * - At that turn it rejects with the signal's reason if the signal has aborted by then, woken or not, as an asyncio task
 *   that is cancelled while it stands in the line does: https://docs.python.org/3/library/asyncio-task.html#task-cancellation
 * - Who waits in a `WaitLine` looks again on his turn. He acts if he can, else he waits once more, at the back of the line.
 *
 * It is one class for all of them, without a private method: V8 takes longer to make an object of a class that extends
 * another, or that has private methods.
 */
export class Wait<Result = void, Given = undefined> implements Turn, Abortable {
  readonly promise: Promise<Result>;
  note: unknown = undefined;
  /** Its neighbours in the line. */
  before: Wait<Result, Given> | undefined = undefined;
  behind: Wait<Result, Given> | undefined = undefined;
  /** Set while it is woken as the one in this line who may act: should it give up, another one may. */
  wokenIn: WaitLine<Result, Given> | undefined = undefined;
  readonly #signal: AbortSignal | undefined;
  readonly #line: WaitLine<Result, Given> | undefined;
  readonly #given: Given | undefined;
  readonly #observer = currentHost().observer;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #leave!: () => void;
  #stopListening: (() => void) | undefined = undefined;

  /** @param line what it stands in, if it does @param given what the line is to act with */
  constructor(
    what: string,
    on?: object,
    signal?: AbortSignal,
    line?: WaitLine<Result, Given>,
    given?: Given,
  ) {
    this.#signal = signal;
    this.#line = line;
    this.#given = given;
    this.promise = new Promise<unknown>((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    }) as Promise<Result>;
    this.#observer?.waitBegan(this, what, on);
  }

  /** Starts to heed the signal. @param leave takes the wait off whatever it waits for, should the signal abort */
  park(leave: () => void): void {
    if (this.#signal !== undefined) {
      this.#leave = leave;
      this.#stopListening = abortsWith(this.#signal, this);
    }
  }

  /** Goes to the back of its line. */
  lineUp(line: WaitLine<Result, Given>): void {
    line.add(this);
    // Stryker disable next-line ConditionalExpression: it spares a closure, and no more
    if (this.#signal !== undefined) {
      this.park(() => line.remove(this));
    }
  }

  waitAgain(line: WaitLine<Result, Given>): void {
    this.wokenIn = undefined;
    this.#observer?.waitBegan(this, line.what, line.on);
    this.lineUp(line);
  }

  /** Gives it its turn. */
  wake(): void {
    this.#stopListening?.();
    this.#observer?.waitWoken(this);
    currentHost().turn(this);
  }

  /** Called when the signal aborts. */
  abort(): void {
    this.#leave();
    this.wake();
  }

  /** Called on its turn. @returns true if it waits once more */
  run(): boolean {
    this.#observer?.waitEnded(this);
    const line = this.#line;
    if (this.#signal?.aborted) {
      if (this.wokenIn?.mustWait() === false) {
        this.wokenIn.wakeNext();
      }
      this.#reject(this.#signal.reason);
    } else if (line === undefined) {
      this.#resolve(undefined);
    } else if (line.mustWait()) {
      this.waitAgain(line);
      // Stryker disable next-line BooleanLiteral: it shows in nothing but speed
      return true;
    } else {
      try {
        this.#resolve(line.act(this.#given as Given));
      } catch (error) {
        this.#reject(error);
      }
    }
    return false;
  }
}
