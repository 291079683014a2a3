import { onAbort } from "./abort.ts";
import { Chain } from "./chain.ts";
import type { Turn } from "./host.ts";
import { settled } from "./platform.ts";
import { currentHost, observer } from "./slot.ts";

/**
 * Tells the observer of a wait for something else than a turn: for other code, which goes on meanwhile.
 *
 * @param kind as a program calls it
 * @param on what can tell why it is not over
 * @returns a function that tells of its end, if there is an observer
 */
export function waitNoted(kind: string, on: object): (() => void) | undefined {
  const watching = observer();
  if (!watching) {
    return undefined;
  }
  const end = (): void => {
    watching.waitWoken(wait);
    watching.waitEnded(wait);
  };
  const wait: Turn = { run: end };
  watching.waitBegan(wait, kind, on);
  return end;
}

/**
 * The promise of a value for which nobody has to wait: behind a breathing space, if one is due.
 *
 * Like all that runs for each item, it makes no function itself. V8 sets room aside for what the two would share, on each
 * call, whether or not the function is made.
 */
export function withoutWait(): Promise<void>;
export function withoutWait<T>(value: T): Promise<T>;
export function withoutWait<T>(value?: T): Promise<T | undefined> {
  const breath = currentHost().breathe();
  return breath ? behind(breath, value) : Promise.resolve(value);
}

/** A value for whoever calls, once the breath is over. */
export function behind<T>(breath: Promise<void>, value: T): Promise<T> {
  return breath.then(() => value);
}

/** The task whose code runs; also stale, in code that was resumed by something else than a wait. */
let runner: object | undefined;

/** The task whose turn it was last, if it was one's: what runs may be its code, or code that a promise of it resumed. */
export function lastRunner(): object | undefined {
  return runner;
}

/** Called before a task's body starts or goes on. */
export function runAs(task: object | undefined): void {
  runner = task;
}

/**
 * One suspended piece of code: it waits until somebody wakes it or its signal aborts, and resumes on a turn of its own.
 *
 * - Whoever comes first gets it the turn; the second changes nothing about its place in the line.
 * - At that turn it rejects with the signal's reason if the signal has aborted by then, woken or not, as an asyncio task
 *   that is cancelled while it stands in the line does: https://docs.python.org/3/library/asyncio-task.html#task-cancellation
 * - One that waits to do something looks again on its turn. It acts if it can, else it waits once more, at the back of the
 *   line.
 *
 * It is one class for all of them, without a private method: V8 takes longer to make an object of a class that extends
 * another, or that has private methods.
 */
export class Wait<Result = void> implements Turn {
  note: unknown;
  /** Its neighbours in the line. */
  before: Wait<Result> | undefined;
  behind: Wait<Result> | undefined;
  /** Its signal aborted before anybody woke it. */
  gaveUp: boolean | undefined;
  #signal: AbortSignal | undefined;
  readonly #line: WaitLine<Result> | undefined;
  readonly #given: unknown;
  readonly #observer = observer();
  readonly #runner = runner;
  #wokenIn: WaitLine<Result> | undefined;
  #resolve!: (value: unknown) => void;
  #reject!: (reason: unknown) => void;
  #stopListening: (() => void) | undefined;
  readonly promise = new Promise<unknown>((resolve, reject) => {
    this.#resolve = resolve;
    this.#reject = reject;
  }) as Promise<Result>;

  /**
   * @param on the task or queue that it waits on, if any
   * @param line where it stands, if it stands in one
   * @param given what the line is to act with
   */
  constructor(
    kind: string,
    on?: object,
    signal?: AbortSignal,
    line?: WaitLine<Result>,
    given?: unknown,
  ) {
    this.#signal = signal;
    this.#line = line;
    this.#given = given;
    this.#observer?.waitBegan(this, kind, on);
  }

  /** Starts to heed the signal. @param leave takes the wait off whatever it waits for, should the signal abort */
  park(leave: () => void): void {
    this.#stopListening =
      this.#signal &&
      onAbort(this.#signal, () => {
        this.gaveUp = true;
        leave();
        this.wake();
      });
  }

  /** Goes to the back of its line. */
  lineUp(line: WaitLine<Result>): void {
    line.add(this);
    // Stryker disable next-line ConditionalExpression: it spares a closure, and no more
    if (this.#signal) {
      line.heed(this);
    }
  }

  /** Gives it its turn. @param line where it is the one who may act: should it give up, another one may */
  wake(line?: WaitLine<Result>): void {
    this.#wokenIn = line;
    this.#stopListening?.();
    this.#observer?.waitWoken(this);
    currentHost().turn(this);
  }

  /** Ends one that stands in a line as if `aborted` were its signal, woken or not; shows no effect once it is over. */
  endBy(aborted: AbortSignal): void {
    this.#signal = aborted;
    if (this.#line!.has(this)) {
      this.#line!.remove(this);
      this.wake();
    }
  }

  /** Called on its turn. @returns true if it waits once more */
  run(): boolean | void {
    runner = this.#runner;
    this.#observer?.waitEnded(this);
    const line = this.#line;
    if (this.#signal?.aborted) {
      this.#fail(this.#signal.reason);
    } else if (line?.act && !line.canAct()) {
      this.#observer?.waitBegan(this, line.kind, line.on);
      this.lineUp(line);
      // Stryker disable next-line BooleanLiteral: it shows in nothing but speed
      return true;
    } else {
      try {
        this.#resolve(line?.act?.(this.#given));
      } catch (error) {
        this.#fail(error);
      }
    }
  }

  /** Whoever is next gets what this one was woken for, if it is still there. */
  #fail(error: unknown): void {
    if (this.#wokenIn?.canAct()) {
      this.#wokenIn.wakeNext();
    }
    this.#reject(error);
  }
}

/**
 * For an act that cannot be done: its error, made where V8 knows who awaits the wait's promise, which is behind the
 * microtask in which that promise comes to follow this one. So the stack has the line that waits:
 * https://v8.dev/docs/stack-trace-api#async-stack-traces
 */
export async function refuse<On>(
  on: On,
  makeError: (on: On) => Error,
): Promise<never> {
  await settled;
  await settled;
  throw makeError(on);
}

/**
 * Waits in the order they came: the first in is the first to be woken. Who is woken, or gives up, leaves at once.
 *
 * - In one that has an `act`, each waits to do something, on its own turn. Nothing is lost: one that gives up after
 *   `wakeNext` has woken it, or whose act fails, wakes the next one, if that one could act.
 * - It is a class for each thing to do, and no function for each line: those V8 would not take into `Wait.run`.
 * - Joining, leaving from anywhere and waking the next cost O(1) each, and nobody who left stays in memory: it is a chain.
 */
export class WaitLine<Result = void, On extends object = object> extends Chain<
  Wait<Result>
> {
  readonly kind: string;
  readonly on: On;

  /**
   * @param kind as a program calls it: `AsyncQueue.get`
   * @param on what they wait on, such as a queue
   */
  constructor(kind: string, on: On) {
    super();
    this.kind = kind;
    this.on = on;
  }

  /** Does what each waits for, on its turn. */
  act?(given: unknown): Result | PromiseLike<Result>;

  /**
   * Whether that can be done: if not, one whose turn has come waits again. So it also says whether the next one goes on in
   * the stead of one that gives up once it is woken. Where nothing is done, that is for the owner to say.
   */
  // Stryker disable next-line BlockStatement: undefined says no as well
  canAct(): boolean | undefined {
    return false;
  }

  /** A new wait at the end of the line. */
  join(signal: AbortSignal | undefined, given?: unknown): Wait<Result> {
    const wait = new Wait(this.kind, this.on, signal, this, given);
    wait.lineUp(this);
    return wait;
  }

  /** Lets go of one whose signal aborts. */
  heed(wait: Wait<Result>): void {
    wait.park(() => this.remove(wait));
  }

  /** Wakes the first in line, if anybody waits. */
  wakeNext(): void {
    const wait = this.first;
    if (wait) {
      this.remove(wait);
      wait.wake(this);
    }
  }

  wakeAll(): void {
    for (let wait; (wait = this.first);) {
      this.remove(wait);
      wait.wake();
    }
  }
}
