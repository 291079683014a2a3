import type { AsyncQueue, Task } from "../../../src/index.ts";
import { isCancellation, nameOf } from "./errors.ts";
import type { Block, Op, TaskId } from "./program.ts";
import type { Made } from "./things.ts";

/** What the actors of one run share. */
export interface Shared {
  readonly queues: readonly AsyncQueue<number>[];
  readonly things: readonly Made[];
  readonly actors: Map<TaskId, Actor>;
  note(who: string, what: string): void;
  spawn(id: TaskId, body: Block): void;
  /** Takes one step. @returns true if it is a return, or was ended by one */
  step(actor: Actor, op: Op): Promise<boolean>;
}

/** How some of the steps are taken. Each gives true if it is a return, or was ended by one. */
export type Steps<Name extends Op[0]> = {
  readonly [Each in Name]: (
    actor: Actor,
    op: Extract<Op, readonly [Each, ...unknown[]]>,
  ) => Promise<boolean>;
};

/** It takes a part of a program: main, or the body of a task. */
export class Actor {
  readonly name: string;
  readonly shared: Shared;
  /** Undefined for main. */
  task: Task<TaskId> | undefined;
  /** What it waits for. */
  waitsFor: string | undefined;
  /** Whom it gathers. */
  gathers: readonly Actor[] = [];
  /** So many of its generators are being closed; see program.ts. */
  closes = 0;
  /** Cancellations of the wait that it is in. */
  cancellations = 0;
  /** It is in a wait that two cancellations would end otherwise than one; see program.ts. */
  waitsTwice = false;
  #hasFailed = false;
  #isStarted = false;
  #heedsSignal = false;
  #hasMetCancellation = false;
  #signal: AbortSignal | undefined;

  constructor(name: string, shared: Shared) {
    this.name = name;
    this.shared = shared;
  }

  /** Whether both languages would do the same with a cancellation; see program.ts. */
  get canBeCancelled(): boolean {
    const heeds =
      this.#heedsSignal &&
      !this.#hasGathered &&
      !(this.waitsTwice && this.cancellations > 0);
    return heeds || !this.#isStarted || this.task?.done === true;
  }

  /** It gathers, and all that it waits for has happened. */
  get #hasGathered(): boolean {
    const { gathers } = this;
    return (
      gathers.length > 0 &&
      (gathers.every(({ task }) => task?.done) ||
        gathers.some(
          (actor) =>
            actor.task?.done && (actor.#hasFailed || actor.task.cancelled),
        ))
    );
  }

  note(what: string): void {
    this.shared.note(this.name, what);
  }

  /** Takes a whole part. */
  async take(part: Block, signal?: AbortSignal): Promise<void> {
    this.#isStarted = true;
    this.#signal = signal;
    try {
      await this.run(part);
      this.note("ends");
    } catch (error) {
      this.note(`fails !${nameOf(error)}`);
      this.#hasFailed = true;
      throw error;
    }
  }

  /** @returns true if a return was among the steps that were taken */
  async run(block: Block): Promise<boolean> {
    for (const op of block) {
      if (await this.shared.step(this, op)) {
        return true;
      }
    }
    return false;
  }

  /** Runs the steps that close a generator. */
  async runClosing(block: Block): Promise<void> {
    this.closes++;
    try {
      await this.run(block);
    } finally {
      this.closes--;
    }
  }

  /** Waits in a way that the actor's own signal can end. */
  async waitHeeding<T>(
    what: string,
    begin: (options: { signal?: AbortSignal | undefined }) => Promise<T>,
    outcome?: (value: T) => string,
  ): Promise<T> {
    this.#heedsSignal = !this.#hasMetCancellation;
    this.cancellations = 0;
    const signal = this.#heedsSignal ? this.#signal : undefined;
    try {
      return await this.wait(what, () => begin({ signal }), outcome);
    } catch (error) {
      this.#hasMetCancellation ||= isCancellation(error);
      throw error;
    } finally {
      this.#heedsSignal = false;
    }
  }

  /** Waits, and notes the result or the error. */
  async wait<T>(
    what: string,
    begin: () => PromiseLike<T>,
    outcome: (value: T) => string = () => "",
  ): Promise<T> {
    this.waitsFor = what;
    try {
      const value = await begin();
      this.note(what + outcome(value));
      return value;
    } catch (error) {
      this.note(`${what} !${nameOf(error)}`);
      throw error;
    } finally {
      this.waitsFor = undefined;
    }
  }

  /** Does something that does not wait, and notes the result or the error. */
  attempt(what: string, act: () => string): void {
    try {
      this.note(what + act());
    } catch (error) {
      this.note(`${what} !${nameOf(error)}`);
    }
  }
}
