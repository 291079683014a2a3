import { onAbort, signalOf } from "../core/abort.ts";
import { callSoon } from "../core/call-soon.ts";
import { checkFunction, safely } from "../core/checks.ts";
import { nameError, shared } from "../core/errors.ts";
import { lap, nextTick, Resource, settled } from "../core/platform.ts";
import type { Turn } from "../core/host.ts";
import { currentHost, observer, touched } from "../core/slot.ts";
import { lastRunner, runAs, Wait } from "../core/wait.ts";
import type { Outcome } from "./awaitables.ts";
import { isAskedByCombiner, isAwaitedBy } from "./self-await.ts";

const nothing = (): void => {};

/** The reason with which a task's signal aborts, unless `cancel` was given another. */
export class CancelledError extends Error {
  static {
    nameError(this, "CancelledError");
  }

  constructor(message = "The task was cancelled", options?: ErrorOptions) {
    super(message, options);
  }
}

/** What errors may have that tell of others. */
interface Telling extends Partial<Error> {
  readonly errors?: readonly unknown[];
  readonly error?: unknown;
  readonly suppressed?: unknown;
}

/**
 * Whether code that was given the signal has ended by its abort, or by a cancellation of its own.
 *
 * - Most of Node's functions throw an AbortError whose cause is the reason; others one without a cause, as those of a stream
 *   do, or, where a response breaks off, an error that says "aborted" and no more.
 * - An error whose cause is one of these counts, and so does one that tells of several, if each of them does.
 */
export function isCancellation(
  signal: AbortSignal | undefined,
  error: unknown,
): boolean {
  const hasAborted = signal?.aborted;
  const look = (): boolean => {
    const told = Object(error) as Telling;
    const { name, message, cause, suppressed } = told;
    const parts = told.errors ?? (suppressed ? [told.error, suppressed] : []);
    return (
      error instanceof CancelledError ||
      (hasAborted &&
        (cause === undefined
          ? name === "AbortError" || message === "aborted"
          : isCancellation(signal, cause))) ||
      (parts.length > 0 && parts.every((part) => isCancellation(signal, part)))
    );
  };
  // The reason may be anything, also what lets nobody look at it.
  return (hasAborted && error === signal.reason) || safely(look, false);
}

/** The code a task runs; `signal` aborts when the task is cancelled. */
export type TaskBody<T> = (signal: AbortSignal) => Promise<T> | T;

/** `name` for diagnostics; `signal` cancels the task with its reason when it aborts. */
export interface TaskOptions {
  name?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** How a task ended. */
type Ending<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "failed" | "cancelled"; readonly error: unknown };

// oxlint-disable-next-line typescript/unbound-method -- asked for every body, whose own may say anything
const { toString } = Function.prototype;

/** Who is told of the end of a task, or of others too. */
export interface Follower<Awaited = unknown> {
  tell(outcome: Outcome, awaited: Awaited): void;
}

/** What `then` was given for one of the two outcomes. */
type Handler<A, B> = ((value: A) => B | PromiseLike<B>) | null | undefined;

/** The names of a task's own methods, which the tasks of every copy of this package have. */
const whenDone: unique symbol = shared("whenDone") as never;
const forget: unique symbol = shared("forget") as never;

/** So many wait for a task that it looks who asks. */
const CROWD = 16;

/** A promise as it comes, to be extended by a class whose `then` is an accessor, for which TypeScript has no word. */
const PromiseOfTask = Promise as unknown as new (
  executor: (resolve: Resolve, reject: Reject) => void,
) => object;
type Resolve = (value: never) => void;
type Reject = (error: unknown) => void;

/** What settles the task that is being made. */
let settle: Resolve;
let fail: Reject;

function takeSettlers(resolve: Resolve, reject: Reject): void {
  settle = resolve;
  fail = reject;
}

/**
 * A body of code that runs on its own, and the promise of its result.
 *
 * - Awaiting it gives the body's result or throws the body's error. Awaiting a task that is done costs no turn; several
 *   who wait for it resume on turns of their own, in the order in which they came.
 * - A failure that nobody has awaited by the end of the turn in which it happens is raised as an unhandled rejection;
 *   who awaits it later makes that a handled one, as with a promise. A cancellation that nobody awaits is not raised.
 * - It goes wherever a promise is wanted, and is one. A `Promise.race` that is over leaves no more behind on it than on
 *   any promise.
 * - A task that awaits itself would wait for ever. That await throws, wherever V8's stacks can tell (not in another
 *   engine, behind a promise that is not this library's, or right at the start of what closes a generator).
 *
 * Made by `createTask`. It is asyncio's Task: https://docs.python.org/3/library/asyncio-task.html#task-object
 */
export class Task<T> extends PromiseOfTask implements Promise<T> {
  // Who awaits it is to call its `then`, and so must not take it for a plain promise: https://tc39.es/ecma262/#await.
  // `Promise.race` and the like call that in any case. If they take it for one, they make no promise of their own to
  // follow it, which would be kept for as long as the task runs. To tell them apart takes time: it is for crowds.
  /** @internal */
  override get ["constructor"](): PromiseConstructor | typeof Task {
    const isCrowded =
      #followers in this && (this.#followers as Follower[])?.length >= CROWD;
    return isCrowded && (this.#isCombined = isAskedByCombiner())
      ? Promise
      : Task;
  }

  /** Begins the task that runs, on a microtask, as all code of tasks goes on; one function for all of them. */
  // oxlint-disable-next-line eslint/no-unused-private-class-members -- the class below calls it
  static readonly #beginSoon = settled.then.bind(settled, () =>
    (lastRunner() as Task<unknown>).#begin(),
  );

  /**
   * The first turn of a task: from then on its code runs, in the async context in which the task was made. A function of
   * each task's own in its place made a task a tenth slower.
   */
  static readonly #Start = class<T> extends Resource implements Turn {
    note: unknown;
    task!: Task<T>;

    run(): void {
      runAs(this.task);
      void this.runInAsyncScope(Task.#beginSoon);
    }
  };

  /** So what `then` gives is a plain promise. */
  static get [Symbol.species](): PromiseConstructor {
    return Promise;
  }

  /** Or its number, since few names are ever asked for, and to make one takes a sixth of a task's time. */
  readonly #name: string | number;
  /** Made when somebody first needs it: an AbortController costs as much as the rest of a task. */
  #controller: AbortController | undefined;
  readonly #observer = observer();
  #ending: Ending<T> | undefined;
  #followers: Follower[] | undefined;
  /** The next who calls `then` looks at nothing that it returns. */
  #isCombined: boolean | undefined;
  #isAwaited: boolean | undefined;
  /** It has failed, and that was raised, for want of anybody who awaited it. */
  #isRaised: boolean | undefined;
  /** These settle it as the promise that it is, for those who look at it without waiting, such as a debugger. */
  #resolve: Resolve;
  #reject: Reject;
  /** Its body, and from the first turn on that as it runs: a function of this task's own, to be recognised by. */
  #run: TaskBody<unknown>;
  #stopFollowing: (() => void) | undefined;

  /** As `createTask`. */
  constructor(body: TaskBody<T>, options?: TaskOptions) {
    const act = "create a task";
    checkFunction(act, "the body", body);
    const signal = signalOf(act, options);
    super(takeSettlers);
    this.#run = body;
    this.#resolve = settle;
    this.#reject = fail;
    settle = fail = nothing;
    const host = currentHost();
    this.#name = options?.name ?? host.nextTaskNumber();
    this.#stopFollowing =
      signal && onAbort(signal, (reason) => this.#own.abort(reason));
    const start = new Task.#Start<T>("Task");
    start.task = this;
    this.#observer?.taskCreated(this, this.name, start);
    host.turn(start);
  }

  /** For diagnostics: the name that was given, else `Task-1`, `Task-2`, … */
  get name(): string {
    const name = this.#name;
    return typeof name === "string" ? name : `Task-${name}`;
  }

  /** True once the body has ended or, cancelled before its first turn, will never start. */
  get done(): boolean {
    return !!this.#ending;
  }

  /**
   * True once the task has ended by its cancellation: unstarted, or by throwing a CancelledError, its signal's reason, what
   * Node's own functions throw for that, or an error whose cause is one of these, or that tells of nothing else.
   */
  get cancelled(): boolean {
    return this.#ending?.kind === "cancelled";
  }

  /**
   * Asks the body to end: aborts its signal. A body that heeds the signal ends on a later turn; one that does not runs
   * to its end. Before its first turn, the body never starts.
   *
   * @param reason what the signal's listeners and the waits under it throw; the first call's reason stays
   * @returns false if the task is done already, else true
   */
  cancel(reason: unknown = new CancelledError()): boolean {
    if (this.done) {
      return false;
    }
    touched();
    this.#own.abort(reason);
    return true;
  }

  get [Symbol.toStringTag](): string {
    return `Task ${this.name}`;
  }

  /** What `await` asks for, at once, and then calls, on a later microtask. */
  // oxlint-disable-next-line unicorn/no-thenable -- a task is awaited as a promise is
  get then(): Promise<T>["then"] {
    if (this.#isCombined) {
      this.#isCombined = false;
      // oxlint-disable-next-line typescript/unbound-method -- as below
      return this.#tell as Promise<T>["then"];
    }
    if (lastRunner() === this && isAwaitedBy(this.#run)) {
      return this.#thenOfItself();
    }
    // oxlint-disable-next-line typescript/unbound-method -- it is bound as whatever `then` gives is
    return this.#then;
  }

  declare readonly catch: Promise<T>["catch"];
  declare readonly finally: Promise<T>["finally"];

  /**
   * Has somebody told inside the call that ends the task, or now if it has ended. Counts as awaiting it.
   * @internal
   */
  [whenDone](follower: Follower): void {
    this.#noteAwaited();
    if (this.#ending) {
      touched(this);
      follower.tell(this.#ending, this);
    } else if (this.#followers) {
      this.#followers.push(follower);
    } else {
      this.#followers = [follower]; // as long as it is: an empty one that is pushed to is made much longer
    }
  }

  /**
   * Has it told no more.
   * @internal
   */
  [forget](follower: Follower): void {
    this.#followers = this.#followers?.filter((other) => other !== follower);
  }

  #then<A = T, B = never>(
    onfulfilled?: Handler<T, A>,
    onrejected?: Handler<unknown, B>,
  ): Promise<A | B> {
    const ending = new Promise<T>((resolve, reject) =>
      this.#settle(resolve, reject),
    );
    return ending.then(onfulfilled, onrejected);
  }

  /** `then`, for who looks at nothing that it returns: on a microtask, as `await` calls it. */
  #tell(resolve: Resolve, reject: Reject): void {
    void settled.then(() => this.#settle(resolve, reject));
  }

  /** Settles a promise, or what stands for one: at once if the task has ended, else on a turn behind its end. */
  #settle(resolve: Resolve, reject: Reject): void {
    this[whenDone](
      this.done
        ? { tell: (outcome) => pass(outcome, resolve, reject) }
        : new Awaiting(this, resolve, reject),
    );
  }

  /** A body may well call `then` of its own task. What it cannot do is await it: then the call comes on a microtask. */
  #thenOfItself(): Promise<T>["then"] {
    let isCall = true;
    void settled.then(() => (isCall = false));
    return (onfulfilled, onrejected) =>
      isCall
        ? this.#then(onfulfilled, onrejected)
        : this.#refuse().then(onfulfilled, onrejected);
  }

  async #refuse(): Promise<never> {
    const wait = new Wait("Task, itself", this);
    wait.wake();
    await wait.promise;
    throw new Error(
      `Cannot await: a task waits for itself, received ${this.name}`,
    );
  }

  get #own(): AbortController {
    return (this.#controller ??= new AbortController());
  }

  #begin(): void {
    const body = this.#run as TaskBody<T>;
    // An arrow function without parameters cannot see what it is given, so no signal need be made for it.
    const takesNothing = /^(?:async\s*)?\(\s*\)\s*=>/.test(toString.call(body));
    const run = async (): Promise<void> => {
      let ending: Ending<T>;
      try {
        this.#controller?.signal.throwIfAborted();
        this.#observer?.taskStarted(this.name);
        const value = await body(
          takesNothing ? (undefined as never) : this.#own.signal,
        );
        ending = { kind: "returned", value };
      } catch (error) {
        const isCancelled = isCancellation(this.#controller?.signal, error);
        ending = { kind: isCancelled ? "cancelled" : "failed", error };
      }
      this.#end(ending);
    };
    this.#run = run;
    void run();
  }

  #end(ending: Ending<T>): void {
    this.#ending = ending;
    this.#stopFollowing?.();
    this.#observer?.taskEnded(this, this.name, ending.kind);
    this.#followers?.forEach((follower) => follower.tell(ending, this));
    this.#followers = undefined;
    this.#run = nothing;
    if ("value" in ending) {
      this.#resolve(ending.value as never);
      this.#resolve = this.#reject = nothing; // a group may have to keep many that have ended
    } else if (ending.kind === "cancelled") {
      this.#isAwaited = true;
      this.#rejectWith(ending.error);
    } else {
      nextTick(() => this.#rejectWith(ending.error));
    }
  }

  /** For a failure called at the end of its turn: behind its microtasks, before the next turn's. */
  #rejectWith(error: unknown): void {
    this.#isRaised = !this.#isAwaited;
    if (this.#isAwaited) {
      this.#handle();
    }
    this.#reject(error);
  }

  #noteAwaited(): void {
    this.#isAwaited = true;
    if (this.#isRaised) {
      this.#isRaised = false;
      lap(() => this.#handle()); // by then the platform has reported it, and now reports that it is handled
    }
  }

  #handle(): void {
    void settled.then.call(this as never, undefined, nothing);
  }
}

/**
 * One who awaits a task that goes on: it resumes on a turn of its own.
 *
 * A race leaves it behind for as long as the task runs, so it is smaller than a `Wait`.
 */
class Awaiting implements Follower, Turn {
  note: unknown;
  readonly #resolve: Resolve;
  readonly #reject: Reject;
  readonly #observer = observer();
  readonly #runner = lastRunner();
  #outcome: Outcome | undefined;

  constructor(task: object, resolve: Resolve, reject: Reject) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#observer?.waitBegan(this, "Task", task);
  }

  tell(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#observer?.waitWoken(this);
    currentHost().turn(this);
  }

  run(): void {
    runAs(this.#runner);
    this.#observer?.waitEnded(this);
    pass(this.#outcome as Outcome, this.#resolve, this.#reject);
  }
}

/** Passes on what came of a task. */
function pass(outcome: Outcome, resolve: Resolve, reject: Reject): void {
  if ("value" in outcome) {
    resolve(outcome.value as never);
  } else {
    reject(outcome.error);
  }
}

/** Called with what came of it. */
export type Hear = (outcome: Outcome) => void;

/** Who is to be told by what `gather` has given, before those who await it go on. */
export interface Listeners extends Array<Hear> {
  /** What came of it, once they are told. */
  over?: Outcome;
}

/** Those of each promise that `gather` has given. */
export const gatherings = new WeakMap<object, Listeners>();

/**
 * Has somebody told what comes of a task, inside the call that ends it, or of a promise. Counts as awaiting it.
 *
 * Of a promise that `gather` has given he is told twice, the second time as of any promise.
 */
export function follow<T extends PromiseLike<unknown>>(
  awaitable: T,
  follower: Follower<T>,
): void {
  if (isTask(awaitable)) {
    awaitable[whenDone](follower);
  } else {
    const hear: Hear = (outcome) => follower.tell(outcome, awaitable);
    const listeners = gatherings.get(awaitable);
    if (listeners?.over) {
      hear(listeners.over);
    } else {
      listeners?.push(hear);
    }
    Promise.resolve(awaitable).then(
      (value) => hear({ value }),
      (error: unknown) => hear({ error }),
    );
  }
}

/**
 * Tells what comes of several, and calls back on a turn of its own where that is due.
 *
 * @param tell says whether the callback is due
 * @param what the callback is, for who looks at the line of turns
 * @param act the callback, called with the task or promise that has ended; both are there if one may be due
 * @returns a function that calls all that off
 */
export function followAll<T extends PromiseLike<unknown>>(
  awaitables: Iterable<T>,
  tell: (outcome: Outcome, awaitable: T) => unknown,
  what?: string,
  act?: (awaitable: T) => void,
): () => void {
  const follower: Follower<T> = {
    tell(outcome, awaitable) {
      if (tell(outcome, awaitable)) {
        callSoon(what!, act!, awaitable);
      }
    },
  };
  for (const each of awaitables) {
    follow(each, follower);
  }
  return () => {
    follower.tell = nothing;
    for (const each of awaitables) {
      if (isTask(each)) {
        each[forget](follower);
      }
    }
  };
}

/** A task of this copy of the package or another. */
export function isTask(value: object): value is Task<unknown> {
  return whenDone in value;
}

/**
 * Starts a task: the body runs on its own, from the next turn on and never inside this call.
 *
 * It is asyncio's create_task: https://docs.python.org/3/library/asyncio-task.html#asyncio.create_task
 *
 * @param body receives the signal that `cancel()` aborts: pass it on to every wait that cancellation is to end
 * @param options.name for diagnostics; default `Task-1`, `Task-2`, …
 * @param options.signal cancels the task with its reason; if already aborted, the body never runs
 * @throws TypeError if the body is no function
 */
export function createTask<T>(
  body: TaskBody<T>,
  options?: TaskOptions,
): Task<T> {
  return new Task(body, options);
}
