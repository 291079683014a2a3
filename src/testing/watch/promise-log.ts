import type { RunningCode } from "../loop/running-code.ts";
import { idle } from "../loop/virtual-loop.ts";
import { hookPromises, isPending } from "../node/promise-hooks.ts";
import {
  isDeep,
  lineOf,
  Trace,
  type Place,
  type TraceBudget,
} from "../node/source-places.ts";

/** After so many promises in a row it is looked whether functions call one another without end. */
const LOOK_EVERY = 128;

/** Who waits where it is none of the program's code: a test runner's, say, or a server's from before the run. */
export const OTHERS = "code from outside the run";

/** An `await` (or a `then`) that has not been resumed. */
export interface PendingAwait {
  readonly who: string;
  readonly since: number;
  readonly trace: Trace;
}

/** What the log asks of the run. */
export interface PromiseLogQuestions {
  /** Called each time code goes on behind a promise. */
  goesOn(): void;
  /** Whether it is the program's code that runs now. */
  isOfProgram(): boolean;
}

/**
 * Keeps account of which code awaits which promise, also where no part of the library is involved.
 *
 * V8 reports each promise that an `await` or a `then` makes, and when its code goes on:
 * https://nodejs.org/api/v8.html#promise-hooks. The log stops growing once the trace budget is spent. It rests while the
 * stack is deep: where it overflows in a hook, and not in the code that makes the promise, Node 20 ends the process.
 */
export class PromiseLog {
  /** True while somebody else's code runs than the program's. */
  isPaused = false;
  #stop = (): void => {};
  #start!: Trace;
  /** How many promises were made since code last went on behind one. */
  #inits = 0;
  #isResting = false;
  readonly #pending = new Map<Promise<unknown>, PendingAwait>();
  readonly #running: RunningCode;
  readonly #now: () => number;
  readonly #budget: TraceBudget;
  readonly #ask: PromiseLogQuestions;

  constructor(
    running: RunningCode,
    now: () => number,
    budget: TraceBudget,
    ask: PromiseLogQuestions,
  ) {
    this.#running = running;
    this.#now = now;
    this.#budget = budget;
    this.#ask = ask;
  }

  /** @returns a function that ends it */
  install(): () => void {
    this.#start = new Trace();
    this.grow();
    return () => this.#stop();
  }

  /** Takes down what is awaited from now on, until the budget is spent. */
  grow(): void {
    this.#stop();
    this.#stop = hookPromises({ init: this.#init, before: this.#before });
  }

  readonly #init = (promise: Promise<unknown>, parent?: unknown): void => {
    if (++this.#inits % LOOK_EVERY === 0 && isDeep()) {
      this.#isResting = true;
      this.#restrict();
      return;
    }
    const isAwait = parent !== undefined && parent !== idle && !this.isPaused;
    const trace = isAwait ? this.#budget.take() : undefined;
    if (this.#budget.isSpent) {
      this.#restrict();
    }
    if (trace !== undefined) {
      const who = this.#ask.isOfProgram() ? this.#running.who : OTHERS;
      this.#pending.set(promise, { who, since: this.#now(), trace });
    }
  };

  readonly #before = (promise: Promise<unknown>): void => {
    this.#ask.goesOn();
    this.#inits = 0;
    if (this.#isResting) {
      this.#isResting = false;
      this.grow();
    }
    const known = this.#pending.get(promise);
    if (known !== undefined) {
      this.#pending.delete(promise);
      if (known.who !== OTHERS) {
        this.#running.who = known.who; // what comes from the real world next has no other name
      }
    }
  };

  #restrict(): void {
    this.#stop();
    this.#stop = hookPromises({ before: this.#before });
  }

  // Stryker disable all: only from Node 26 on is anything of that kind in the log
  #isOutside(trace: Trace): boolean {
    const outside = this.#start.places.map(lineOf);
    return trace.isThen && outside.includes(ownLine(trace));
  }
  // Stryker restore all

  /**
   * The code that hangs on a promise, innermost first.
   *
   * - Code that waits only for code that it called is left out; of a function that calls itself, and of
   *   what a package or the language does for one line of code, all but the first.
   * - So is code that waits for the run itself: where a function returns the run's promise, V8 adopts that promise within
   *   the run, and from Node 26 on shows the place of the code that awaits the function.
   * - Where that is all, since code waits on a line that also called it, the first of it is left: it began to wait first.
   */
  get innermost(): readonly PendingAwait[] {
    const pending = [...this.#pending]
      .filter(([promise]) => isPending(promise))
      .map(([, known]) => known)
      .filter(
        ({ trace }) => trace.places.length > 0 && !this.#isOutside(trace),
      );
    const callers = new Set(pending.flatMap(({ trace }) => callersOf(trace)));
    const keysOf = (is: (trace: Trace) => boolean): Set<string> =>
      new Set(pending.filter(({ trace }) => is(trace)).map(keyOf));
    const recursive = keysOf(callsItself);
    const own = keysOf(({ isOwnAwait }) => isOwnAwait);
    const seen = new Set<string>();
    const shown = pending.filter((known) => {
      const { trace } = known;
      const key = keyOf(known);
      const isAlone = !own.has(key) || recursive.has(key);
      const isShown = isAlone ? !seen.has(key) : trace.isOwnAwait;
      seen.add(key);
      return isShown && !callers.has(ownLine(trace));
    });
    return shown.length > 0 ? shown : pending.slice(0, 1);
  }
}

function ownLine({ places }: Trace): string {
  return lineOf(places[0] as Place);
}

function keyOf({ who, trace }: PendingAwait): string {
  return `${who} ${ownLine(trace)}`;
}

function callsItself(trace: Trace): boolean {
  const [own, ...callers] = trace.places.map(lineOf);
  return callers.includes(own as string);
}

/** The lines from which the awaiting code was called, without its own, where it called itself. */
function callersOf({ places: [own, ...callers] }: Trace): string[] {
  return callers.map(lineOf).filter((line) => line !== lineOf(own as Place));
}
