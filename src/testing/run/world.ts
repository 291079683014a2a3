import { NativePromise } from "../../core/native-promise.ts";
import { useHost } from "../../core/slot.ts";
import type { Chooser } from "../loop/schedule.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";
import { asyncIds } from "../node/async-ids.ts";
import { asyncHooks } from "../node/builtins.ts";
import { Resource } from "../node/contexts.ts";
import { Recorder, type PrintedLine } from "../node/console.ts";
import { IoInFlight, QUIET_LAPS } from "../node/io-in-flight.ts";
import {
  virtualizeGlobals,
  type VirtualGlobals,
} from "../node/virtual-globals.ts";
import { realNow } from "../node/real-clock.ts";
import { inTurn, undo } from "../node/replace.ts";
import { keepFormatOfStacks } from "../node/source-places.ts";
import { whenTestEnds } from "../node/test-end.ts";
import { UncaughtErrors } from "../node/uncaught.ts";
import { Run, type RunRecord, type RunSettings } from "./run.ts";
import { drop } from "../watch/dropped-timers.ts";
import {
  GivenUpError,
  givenUpOf,
  rememberTranscript,
  tellDropped,
  tellWaits,
} from "../watch/errors.ts";

/** So many real milliseconds it waits at most for what a run has left in flight. */
const LONGEST_MS = 1_000;

/** How many changes are left when all is as it was before, and the thread is still occupied. */
const THREAD = 1;

/** Where every copy of this package in the thread says that a world of its own is open: they share the globals. */
interface Slot {
  /** That world; undefined while there is none. */
  open: OpenWorld | undefined;
}

interface OpenWorld {
  /** Resolves when it is closed. */
  readonly closed: Promise<void>;
  /** Who waits for what in it, a line each. */
  readonly whoWaits: () => readonly string[];
}

/** What is told of something when it is given up. */
interface UnderWay {
  readonly whoWaits: readonly string[];
  readonly lines?: readonly PrintedLine[];
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
  readonly #contexts = { isOfProgram: () => isOfProgram(this.#run), letGo };
  readonly #recorder = new Recorder(this.#contexts.isOfProgram);
  readonly #uncaught = new UncaughtErrors();
  readonly #io = new IoInFlight();
  /** For each change a function that brings back what was there, the latest last. */
  readonly #changes: (() => void)[] = [];
  #loop: VirtualLoop | undefined;
  #run: Run<unknown> | undefined;
  /** Whether the latest run did. */
  #looksAtIo = false;
  #givenUp: { readonly reason: unknown } | undefined;

  /**
   * Opens one at once, or when no other is open in this thread any more.
   * @param signal ends the waiting for that
   * @throws Error if it is code of a run that asks, or somebody else has replaced the timers; then it changes nothing
   */
  static open(
    signal: AbortSignal | undefined,
  ): VirtualWorld | Promise<VirtualWorld> {
    const run = calling ?? inside?.getStore();
    if (run !== undefined && !run.isOver) {
      throw new Error(
        "Cannot start a virtual run: this is code of another one, which would have to wait for it",
      );
    }
    return slot.open === undefined
      ? new VirtualWorld()
      : untilClosed(slot.open, signal).then(() => VirtualWorld.open(signal));
  }

  private constructor() {
    if ("isFake" in Date) {
      throw new Error(
        "Cannot start a virtual run: other fake timers are installed, take them out first",
      );
    }
    keepFormatOfStacks();
    const changes = inTurn([
      () => this.#uncaught.install(),
      () => {
        this.#globals = virtualizeGlobals(() => this.#loop);
        return this.#globals.restore;
      },
      () => this.#recorder.install(),
      () => this.#io.install(),
    ]);
    this.#changes.push(
      occupyThread(() => this.#run?.whoWaits ?? []),
      changes,
    );
  }

  /** Whether the latest run may have had some that nobody looked at. */
  get mayHaveHadIo(): boolean {
    const { callbacks } = this.#loop as VirtualLoop;
    return (
      !this.#looksAtIo && (this.#io.wasMissed || !asyncIds.areKnown(callbacks))
    );
  }

  /** Whether real I/O took part in the latest run that looked at it. */
  get hadIo(): boolean {
    return this.#io.hasTakenPart;
  }

  /**
   * Gives up what is under way when the signal aborts, with its reason, or when the test has ended in which it began.
   * @param between stands for a run between two of them
   */
  heed(signal: AbortSignal | undefined, between: UnderWay): void {
    const abort = (): void => {
      const { whoWaits, lines = [] } = this.#run ?? between;
      tellWaits(signal?.reason, whoWaits);
      tellDropped(signal?.reason);
      rememberTranscript(signal?.reason, lines);
      this.#giveUp(signal?.reason);
    };
    signal?.addEventListener("abort", abort);
    this.#changes.push(
      () => signal?.removeEventListener("abort", abort),
      whenTestEnds(() => {
        const error = this.#run?.givenUp() ?? givenUpOf(between.whoWaits);
        this.#giveUp(error);
        return error;
      }),
    );
  }

  /** @throws the reason, if what is under way was given up: then the globals are back, and must stay so */
  throwIfGivenUp(): void {
    if (this.#givenUp !== undefined) {
      throw this.#givenUp.reason;
    }
  }

  /** Brings everything back at once, so that the next test finds the globals in their places. */
  #giveUp(reason: unknown): void {
    const run = this.#run;
    this.#bringBack(THREAD);
    this.#givenUp = { reason };
    run?.fail(reason);
  }

  /** Runs a program from the start of time to its end. Never rejects: the record says how it went. */
  run<T>(
    main: () => Promise<T> | T,
    settings: RunSettings,
    chooser?: Chooser,
  ): Promise<RunRecord<T>> {
    const run = new Run<T>(
      settings,
      chooser,
      this.#io,
      this.#recorder,
      this.#uncaught,
      this.#contexts,
    );
    this.#loop = run.loop;
    this.#looksAtIo = settings.patience !== undefined;
    this.#io.lookAway();
    this.#run = underWay = run as Run<unknown>;
    this.#uncaught.begin(this.#crash);
    const beforeRun = this.#changes.length;
    const beforeWatching = this.#changes.push(
      letGo,
      this.#globals.begin(run.loop, settings),
      useHost(run.loop),
    );
    const begin = (): Promise<void> => {
      this.#changes.push(...run.watch());
      return run.start(() => callInside(run, main));
    };
    return inContextOf(run, begin).then(() =>
      run.endsLater
        ? this.#endLater(run, beforeRun, beforeWatching)
        : this.#end(run, beforeRun),
    );
  }

  readonly #crash = (error: unknown): void => this.#run?.crash(error);

  #end<T>(run: Run<T>, changesBefore: number): RunRecord<T> {
    try {
      return run.record();
    } finally {
      this.#leave(changesBefore);
    }
  }

  async #endLater<T>(
    run: Run<T>,
    changesBefore: number,
    beforeWatching: number,
  ): Promise<RunRecord<T>> {
    try {
      if (run.isCutShort) {
        await this.#fadeAway();
      }
      this.#bringBack(beforeWatching); // what runs from here on is not the program
      const { leaks } = run;
      return run.record(leaks && (await leaks));
    } finally {
      this.#leave(changesBefore);
    }
  }

  /** What it leaves in microtasks and rejections is its own, and so is what comes of messages that were under way: Node would have ended. */
  async #fadeAway(): Promise<void> {
    for (let laps = this.hadIo ? QUIET_LAPS : 1; laps > 0; laps--) {
      await this.lap();
    }
  }

  #leave(changesBefore: number): void {
    this.#run = underWay = undefined;
    this.#bringBack(changesBefore);
    drop((this.#loop as VirtualLoop).timers.pending);
  }

  /** A real lap of the event loop, once a run has begun: it is none of the program's. */
  lap(): Promise<void> {
    return new NativePromise((resolve) => this.#loop?.lap(resolve));
  }

  /** Whether it may have left some in flight. */
  get mayHaveLeftIo(): boolean {
    return this.hadIo || this.#io.isLeftBehind;
  }

  /** Waits for real I/O that runs have left in flight, lest the code behind it goes on in the next run; nobody waits long for what never ends. */
  async settle(): Promise<void> {
    const end = realNow() + LONGEST_MS;
    let quietLaps = 0;
    while (quietLaps < QUIET_LAPS && realNow() < end) {
      await this.lap();
      quietLaps = this.#io.isLeftBehind ? 0 : quietLaps + 1;
    }
  }

  /**
   * Brings everything back, where that has not been done; and lets the next world open once that is over which is in flight, lest it come in there.
   */
  async close(): Promise<void> {
    try {
      this.#bringBack(THREAD);
      if (this.mayHaveLeftIo) {
        await this.settle();
      }
    } finally {
      this.#io.lookAway();
      this.#bringBack(0);
    }
  }

  /**
   * Each change once, since by then another run may have put its own things in those places. What a program has frozen
   * cannot be brought back: the error says so once everything else is.
   */
  #bringBack(changesLeft: number): void {
    undo(this.#changes, changesLeft);
  }
}

/** Whether it is code of the program that runs now. What an earlier run has left open may answer this one. */
function isOfProgram(run: Run<unknown> | undefined): boolean {
  return (
    run?.isOver === false &&
    (run.isWatched ? inside?.getStore() !== undefined : !run.loop.isListening)
  );
}

/** @returns a function that lets the next one in */
function occupyThread(whoWaits: () => readonly string[]): () => void {
  let leave!: () => void;
  const closed = new NativePromise<void>((resolve) => (leave = resolve));
  slot.open = { closed, whoWaits };
  return () => {
    slot.open = undefined;
    leave();
  };
}

/** Waits until another world is closed. @throws the signal's reason, or an error that the test has ended: either says who waits in that other world */
async function untilClosed(
  { closed, whoWaits }: OpenWorld,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted();
  const ends: (() => void)[] = [];
  try {
    await new NativePromise<void>((resolve, reject) => {
      const abort = (): void => {
        tellWaits(signal?.reason, ["another run is under way", ...whoWaits()]);
        reject(signal?.reason as Error);
      };
      const giveUp = (): Error => {
        const why =
          "Cannot start a virtual run: another one is under way, and the test has ended that was to start this one";
        const error = new GivenUpError([why, ...whoWaits()].join("\n  "), []);
        reject(error);
        return error;
      };
      signal?.addEventListener("abort", abort);
      ends.push(
        () => signal?.removeEventListener("abort", abort),
        whenTestEnds(giveUp),
      );
      void closed.then(resolve);
    });
  } finally {
    undo(ends);
  }
}

/**
 * What begins here is known to be of the run, where contexts are known: its loop as well, since Node tells from there of
 * rejections that are handled late.
 */
function inContextOf<T>(run: Run<unknown>, begin: () => T): T {
  return inside === undefined || !run.isWatched
    ? begin()
    : inside.run(run, begin);
}

/**
 * Calls main so that its code is known to be that of the run while it is called, also where contexts are not known.
 * The context is its own: one that main enters for good is not that of the loop, or of whoever has started the run.
 */
function callInside<T>(run: Run<T>, main: () => T): T {
  calling = run;
  try {
    const scope = new Resource("VIRTUALRUN");
    asyncIds.begin(scope);
    return scope.runInAsyncScope(main);
  } finally {
    calling = undefined;
  }
}
