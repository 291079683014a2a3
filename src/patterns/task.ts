import { abortsWith, type Abortable } from "../core/abort.ts";
import { checkFunction } from "../core/checks.ts";
import { nameError } from "../core/errors.ts";
import { nextTick } from "../core/platform.ts";
import type { WaitKind } from "../core/host.ts";
import { currentHost } from "../core/slot.ts";
import { Wait } from "../core/wait.ts";

const TASK: WaitKind = {
  what: "Task",
  begins: "waits for $",
  resumes: "knows how $ ended",
  label: "$",
};

/** The reason with which a task's signal aborts, unless `cancel` was given another. */
export class CancelledError extends Error {
  static {
    nameError(this, "CancelledError");
  }

  constructor(message = "The task was cancelled", options?: ErrorOptions) {
    super(message, options);
  }
}

/** The code a task runs; `signal` aborts when the task is cancelled. */
export type TaskBody<T> = (signal: AbortSignal) => Promise<T> | T;

/** `name` for diagnostics; `signal` cancels the task with its reason when it aborts. */
export interface TaskOptions {
  name?: string | undefined;
  signal?: AbortSignal | undefined;
}

/** How a task ended. */
export type Ending<T> =
  | { readonly kind: "returned"; readonly value: T }
  | { readonly kind: "failed" | "cancelled"; readonly error: unknown };

type Callback = (ending: Ending<unknown>) => void;

/** The name of a task's own method, which the tasks of every copy of this package have. */
export const whenDone: unique symbol = Symbol.for("async-patterns.whenDone");

/**
 * A body of code that runs on its own, and the promise of its result.
 *
 * - Awaiting it gives the body's result or throws the body's error. Awaiting a task that is done costs no turn; several
 *   who wait for it resume on turns of their own, in the order in which they came.
 * - A failure that nobody has awaited by the end of the turn in which it happens is raised as an unhandled rejection.
 *   A cancellation that nobody awaits is not.
 *
 * Made by `createTask`. It is asyncio's Task: https://docs.python.org/3/library/asyncio-task.html#task-object
 */
export class Task<T> implements PromiseLike<T> {
  /** For diagnostics: the name that was given, else `Task-1`, `Task-2`, … */
  readonly name: string;
  /** Made when somebody first needs it: an AbortController costs as much as the rest of a task. */
  #controller: AbortController | undefined;
  readonly #observer = currentHost().observer;
  #ending: Ending<T> | undefined;
  #callbacks: Callback[] | undefined;
  #isAwaited = false;
  #stopFollowing: (() => void) | undefined;

  /** As `createTask`. */
  constructor(body: TaskBody<T>, options: TaskOptions = {}) {
    checkFunction("create a task", "the body", body);
    const host = currentHost();
    this.name = options.name ?? `Task-${host.nextTaskNumber()}`;
    this.#follow(options.signal);
    let begin!: (goesAhead: boolean) => void;
    const begun = new Promise<boolean>((resolve) => {
      begin = resolve;
    });
    void this.#run(body, begun);
    const start = { run: () => this.#start(begin), note: undefined };
    this.#observer?.taskCreated(this, this.name, start);
    host.turn(start);
  }

  /** True once the body has ended or, cancelled before its first turn, will never start. */
  get done(): boolean {
    return this.#ending !== undefined;
  }

  /** True once the task has ended by its cancellation: by throwing its signal's reason or a CancelledError, or unstarted. */
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
    this.#own.abort(reason);
    return true;
  }

  /** What `await` calls. */
  // oxlint-disable-next-line unicorn/no-thenable -- a task is awaited as a promise is
  then<A = T, B = never>(
    onfulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onrejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result().then(onfulfilled, onrejected);
  }

  /** Calls back inside the call that ends the task, or now if it has ended. Counts as awaiting it. @internal */
  [whenDone](callback: Callback): void {
    this.#isAwaited = true;
    if (this.#ending !== undefined) {
      callback(this.#ending);
    } else if (this.#callbacks === undefined) {
      this.#callbacks = [callback];
    } else {
      this.#callbacks.push(callback);
    }
  }

  async #result(): Promise<T> {
    if (this.#ending === undefined) {
      const wait = new Wait(TASK, this);
      this[whenDone](() => wait.wake());
      await wait.promise;
    }
    this.#isAwaited = true;
    const ending = this.#ending as unknown as Ending<T>;
    if (ending.kind === "returned") {
      return ending.value;
    }
    throw ending.error;
  }

  get #own(): AbortController {
    return (this.#controller ??= new AbortController());
  }

  #follow(signal: AbortSignal | undefined): void {
    if (signal?.aborted) {
      this.#own.abort(signal.reason);
    } else if (signal !== undefined) {
      const canceller: Abortable = {
        abort: () => this.#own.abort(signal.reason),
      };
      this.#stopFollowing = abortsWith(signal, canceller);
    }
  }

  #start(begin: (goesAhead: boolean) => void): void {
    const signal = this.#controller?.signal;
    const isCancelled = signal?.aborted === true;
    begin(!isCancelled);
    if (isCancelled) {
      this.#end({ kind: "cancelled", error: signal.reason });
    }
  }

  /** Called as the task is made: so the await brings the body the async context in which that was. */
  async #run(body: TaskBody<T>, begun: Promise<boolean>): Promise<void> {
    if (!(await begun)) {
      return;
    }
    this.#observer?.taskStarted(this.name);
    let ending: Ending<T>;
    try {
      const value = takesNothing(body)
        ? await (body as () => Promise<T> | T)()
        : await body(this.#own.signal);
      ending = { kind: "returned", value };
    } catch (error) {
      const signal = this.#controller?.signal;
      const isCancellation =
        error instanceof CancelledError ||
        (signal?.aborted === true && error === signal.reason);
      ending = { kind: isCancellation ? "cancelled" : "failed", error };
    }
    this.#end(ending);
  }

  #end(ending: Ending<T>): void {
    this.#ending = ending;
    this.#stopFollowing?.();
    this.#observer?.taskEnded(this, this.name, ending.kind);
    for (const callback of this.#callbacks ?? []) {
      callback(ending);
    }
    this.#callbacks = undefined;
    if (ending.kind === "failed") {
      nextTick(() => this.#raiseUnlessAwaited(ending.error));
    }
  }

  /** Called at the end of the turn in which the task failed: behind its microtasks, before the next turn's. */
  #raiseUnlessAwaited(error: unknown): void {
    if (!this.#isAwaited) {
      void Promise.reject(error);
    }
  }
}

/** An arrow function without parameters cannot see what it is given, so no signal need be made for it. */
function takesNothing(body: TaskBody<unknown>): boolean {
  return /^(?:async\s*)?\(\s*\)\s*=>/.test(String(body));
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
  options: TaskOptions = {},
): Task<T> {
  return new Task(body, options);
}
