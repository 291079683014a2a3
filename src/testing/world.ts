import { useHost } from "../core/slot.ts";
import { lap } from "../core/platform.ts";
import type { VirtualLoop } from "./loop/virtual-loop.ts";
import { asyncHooks } from "./node/builtins.ts";
import { Resource } from "./node/contexts.ts";
import { Recorder } from "./node/console.ts";
import { IoInFlight } from "./node/io-in-flight.ts";
import {
  virtualizeGlobals,
  type VirtualGlobals,
} from "./node/virtual-globals.ts";
import { inTurn, undo } from "./node/replace.ts";
import { UncaughtErrors } from "./node/uncaught.ts";
import { Run, type RunRecord, type RunSettings } from "./run.ts";

/** Where every copy of this package in the thread says that a world of its own is open: they share the globals. */
interface Slot {
  /** Resolves when that world is closed; undefined while there is none. */
  open: Promise<void> | undefined;
}

const slots = globalThis as { [key: symbol]: Slot | undefined };
const slot = (slots[Symbol.for("async-patterns.run")] ??= { open: undefined });

/** Whose code runs: the run in which it was begun, if that is known. */
const inside = asyncHooks && new asyncHooks.AsyncLocalStorage<Run<unknown>>();
/** The run that is under way in this thread, if one is. */
let underWay: Run<unknown> | undefined;

export function runUnderWay(): Run<unknown> | undefined {
  return underWay?.isOver === false ? underWay : undefined;
}

/** Code is inside no run any more. */
const letGo = (): void => inside?.disable();
/** The run whose main is being called. */
let calling: Run<unknown> | undefined;

/**
 * While one is open, time and console are virtual; programs run in it one after another.
 *
 * Whatever a run changes outside of itself is changed here and brought back here.
 */
export class VirtualWorld {
  #globals!: VirtualGlobals;
  readonly #recorder = new Recorder();
  readonly #uncaught = new UncaughtErrors();
  readonly #io = new IoInFlight();
  /** For each change a function that brings back what was there, the latest last. */
  readonly #changes: (() => void)[] = [];
  #loop!: VirtualLoop;
  #run: Run<unknown> | undefined;

  /**
   * Opens one at once, or when no other is open in this thread any more.
   * @throws Error if it is code of a run that asks, or somebody else has replaced the timers; then it changes nothing
   */
  static open(): VirtualWorld | Promise<VirtualWorld> {
    const run = calling ?? inside?.getStore();
    if (run !== undefined && !run.isOver) {
      throw new Error(
        "Cannot start a virtual run: this is code of another one, which would have to wait for it",
      );
    }
    return slot.open?.then(() => VirtualWorld.open()) ?? new VirtualWorld();
  }

  private constructor() {
    if ("isFake" in Date) {
      throw new Error(
        "Cannot start a virtual run: other fake timers are installed, take them out first",
      );
    }
    const changes = inTurn([
      occupyThread,
      () => this.#uncaught.install(),
      () => {
        this.#globals = virtualizeGlobals(() => this.#loop);
        return this.#globals.restore;
      },
      () => this.#recorder.install(),
    ]);
    this.#changes.push(changes);
  }

  /** Whether real I/O took part in the latest run that looked at it. */
  get hadIo(): boolean {
    return this.#io.hasTakenPart;
  }

  /** Gives up what is under way when the signal aborts, with its reason, and brings everything back at once. */
  heed(signal: AbortSignal | undefined): void {
    const giveUp = (): void => {
      const run = this.#run;
      run?.tellWhoWaits(signal?.reason);
      this.close(); // at once, so that the next test finds the globals in their places
      run?.fail(signal?.reason);
    };
    signal?.addEventListener("abort", giveUp);
    this.#changes.push(() => signal?.removeEventListener("abort", giveUp));
  }

  /** Runs a program from the start of time to its end. Never rejects: the record says how it went. */
  async run<T>(
    main: () => Promise<T> | T,
    settings: RunSettings,
  ): Promise<RunRecord<T>> {
    const run = new Run<T>(
      settings,
      this.#io,
      this.#recorder,
      this.#uncaught,
      letGo,
    );
    this.#loop = run.loop;
    this.#run = underWay = run as Run<unknown>;
    this.#uncaught.begin((error) => run.fail(error));
    const beforeRun = this.#changes.length;
    const beforeWatching = this.#changes.push(
      letGo,
      this.#globals.begin(run.loop, settings),
      useHost(run.loop),
    );
    this.#changes.push(...run.watch());
    try {
      await run.start(() => callInside(run, main));
      if (run.isCutShort) {
        await new Promise<void>((resolve) => lap(resolve)); // what it leaves in microtasks and rejections is its own
      }
      this.#bringBack(beforeWatching); // what runs from here on is not the program
      return await run.record();
    } finally {
      this.#run = underWay = undefined;
      this.#bringBack(beforeRun);
    }
  }

  /** Brings everything back, where that has not been done. */
  close(): void {
    this.#bringBack(0);
  }

  /**
   * Each change once, since by then another run may have put its own things in those places. What a program has frozen
   * cannot be brought back: the error says so once everything else is.
   */
  #bringBack(changesLeft: number): void {
    undo(this.#changes, changesLeft);
  }
}

/** @returns a function that lets the next one in */
function occupyThread(): () => void {
  let leave!: () => void;
  slot.open = new Promise<void>((resolve) => (leave = resolve));
  return () => {
    slot.open = undefined;
    leave();
  };
}

/**
 * Calls main so that what it begins is known to be code of the run, where contexts are known; else while it is called.
 * The context is its own: one that main enters for good is not that of the loop, or of whoever has started the run.
 */
function callInside<T>(run: Run<T>, main: () => T): T {
  calling = run;
  try {
    const scope = new Resource("VIRTUALRUN");
    return inside === undefined || !run.isWatched
      ? scope.runInAsyncScope(main)
      : scope.runInAsyncScope(() => inside.run(run, main));
  } finally {
    calling = undefined;
  }
}
