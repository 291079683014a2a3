/// <reference lib="esnext.disposable" preserve="true" />
import { type WaitOptions, onAbort, signalOf } from "../core/abort.ts";
import { callSoon } from "../core/call-soon.ts";
import { WaitLine } from "../core/wait.ts";
import { checkState } from "../core/checks.ts";
import {
  checkEntered,
  checkFresh,
  tellsOfBody,
  type AsyncContextManager,
} from "./async-context-manager.ts";
import { isFailure, type Outcome } from "./awaitables.ts";
import {
  CancelledError,
  createTask,
  follow,
  type Follower,
  type Task,
  type TaskBody,
  isCancellation,
} from "./task.ts";

/**
 * Tasks that end together: who leaves the group waits for all of them.
 *
 * ```ts
 * await asyncWith(new TaskGroup(), async (group) => {
 *   group.createTask((signal) => fetch(one, { signal }));
 *   group.createTask((signal) => fetch(two, { signal }));
 * });
 * ```
 *
 * - The first failure, of a task or of the body, cancels all other tasks, and aborts `group.signal`: give it to the waits
 *   of the body. Then it waits until all have ended.
 * - Failures come together as an AggregateError, those of tasks in the order in which they happened, the body's last.
 *   Cancellations are not among them. They count as looked at.
 * - An abort of its own signal aborts `group.signal` with the same reason. Where nothing fails after that, the reason comes
 *   out as it is.
 * - `await using` cannot see that the body has failed: the tasks then run to their ends. It takes an entered group:
 *   `await using group = await new TaskGroup().enter()`.
 *
 * It is asyncio's TaskGroup of Python 3.13: https://docs.python.org/3/library/asyncio-task.html#task-groups
 */
export class TaskGroup
  implements AsyncContextManager<TaskGroup>, AsyncDisposable
{
  /** @internal */
  readonly [tellsOfBody] = true;
  readonly #outer: AbortSignal | undefined;
  readonly #controller = new AbortController();
  /**
   * All that have not ended, and of the others no more than as many: a set takes several times the room.
   * @internal
   */
  tasks: Task<unknown>[] = [];
  /** How many have not ended, or of whose end it was not told yet. */
  #left = 0;
  readonly #errors: unknown[] = [];
  #wasEntered: boolean | undefined;
  #isExiting: boolean | undefined;
  /** From then on all are cancelled, and nobody is let in. */
  #isAborting: boolean | undefined;
  /** What the wait for the tasks heeds. */
  #heeded: AbortSignal | undefined = this.signal;
  #stopFollowing: (() => void) | undefined;
  readonly #line = new WaitLine("TaskGroup", this);
  /** Of all its tasks. */
  readonly #follower: Follower<Task<unknown>> = {
    tell: (outcome) => callSoon("group", this.#noteEnd, outcome),
  };

  /** @param options.signal aborts the group with its reason */
  constructor(options?: WaitOptions) {
    this.#outer = signalOf("create a task group", options);
  }

  /** For the waits of the body: aborts at the first failure of a task, and with the group's own signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /**
   * Starts a task in the group, as `createTask` does.
   *
   * @throws Error if the group was not entered, has ended, or is about to end since something has failed
   * @throws TypeError if the body is no function
   */
  createTask<T>(
    body: TaskBody<T>,
    options?: { name?: string | undefined },
  ): Task<T> {
    const reason = !this.#wasEntered
      ? "was not entered"
      : this.#isExiting && !this.#left
        ? "has ended"
        : this.#isAborting && "is about to end, since something has failed";
    checkState(!reason, "create a task", `the group ${reason}`);
    const task = createTask(body, options);
    this.tasks.push(task);
    this.#left++;
    follow(task, this.#follower);
    return task;
  }

  /** @throws Error if it was entered before, or the reason of its signal if that has aborted already */
  async enter(): Promise<TaskGroup> {
    checkFresh(!this.#wasEntered, "a task group");
    const outer = this.#outer;
    outer?.throwIfAborted();
    this.#wasEntered = true;
    this.#stopFollowing =
      outer && onAbort(outer, (reason) => this.#controller.abort(reason));
    return this;
  }

  /**
   * Waits for all tasks.
   *
   * @param error what the body threw
   * @throws AggregateError of all failures, or the reason of the group's signal
   */
  async exit(...threw: [error?: unknown]): Promise<void> {
    checkEntered(this.#wasEntered);
    this.#isExiting = true;
    const [error] = threw;
    const hasThrown = threw.length > 0;
    const hasFailed = hasThrown && !isCancellation(this.signal, error);
    if (hasThrown) {
      this.#heedNext();
      this.#abort(hasFailed ? failed("The body", error) : error);
    }
    /** The reason for which the wait was aborted, if it was the first to hear of that. */
    let cancellation: { reason: unknown } | undefined;
    while (this.#left) {
      try {
        await this.#line.join(this.#heeded).promise;
      } catch (reason) {
        this.#heedNext();
        if (!this.#isAborting) {
          cancellation = { reason };
          this.#abort(reason);
        }
      }
    }
    this.#stopFollowing?.();
    if (hasFailed) {
      this.#errors.push(error);
    }
    if (this.#errors.length) {
      throw new AggregateError(this.#errors, "Unhandled errors in a TaskGroup");
    }
    if (cancellation) {
      throw cancellation.reason;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#wasEntered && !this.#isExiting) {
      await this.exit();
    }
  }

  /** One abort ends one wait, as one cancellation does. */
  #heedNext(): void {
    this.#heeded = this.#outer?.aborted ? undefined : this.#outer;
  }

  /** @returns true if that resumes no code */
  readonly #noteEnd = (outcome: Outcome): boolean => {
    if (this.tasks.length > 2 * --this.#left) {
      this.tasks = this.tasks.filter(({ done }) => !done);
    }
    if (!this.#left) {
      this.#line.wakeAll();
    }
    const hasFailed = isFailure(outcome);
    if (hasFailed) {
      this.#errors.push(outcome.error);
      this.#abort(failed("A task", outcome.error));
    }
    // Stryker disable next-line BooleanLiteral: it shows in nothing but speed
    return !hasFailed;
  };

  #abort(reason: unknown): void {
    if (!this.#isAborting) {
      this.#isAborting = true;
      for (const task of this.tasks) {
        task.cancel(reason);
      }
      this.#controller.abort(reason);
    }
  }
}

function failed(what: string, cause: unknown): CancelledError {
  return new CancelledError(`${what} of the group failed`, { cause });
}
