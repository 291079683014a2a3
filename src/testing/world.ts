import { useHost } from "../core/slot.ts";
import { lap, nextTick } from "../core/platform.ts";
import type { VirtualLoop } from "./loop/virtual-loop.ts";
import { Recorder } from "./node/console.ts";
import { IoInFlight } from "./node/io-in-flight.ts";
import {
  virtualizeGlobals,
  type VirtualGlobals,
} from "./node/virtual-globals.ts";
import { UncaughtErrors } from "./node/uncaught.ts";
import { Run, type RunRecord, type RunSettings } from "./run.ts";

/** Where every copy of this package in the thread says that a world of its is open: they share the globals. */
const slot = globalThis as { [key: symbol]: unknown };
const IS_OPEN = Symbol.for("async-patterns.run");

/**
 * While one is open, time and console are virtual; programs run in it one after another.
 *
 * Whatever a run changes outside of itself is changed here and brought back here.
 */
export class VirtualWorld {
  readonly #globals: VirtualGlobals;
  readonly #recorder = new Recorder();
  readonly #uncaught = new UncaughtErrors();
  readonly #io = new IoInFlight();
  /** For each change a function that brings back what was there, the latest last. */
  readonly #changes: (() => void)[] = [];
  #loop!: VirtualLoop;

  /** @throws Error if one is open in this thread, or somebody else has replaced the timers; then it changes nothing */
  constructor() {
    if (slot[IS_OPEN] === true) {
      throw new Error(
        "Cannot start a virtual run: another one is under way in this thread",
      );
    }
    if ("isFake" in Date) {
      throw new Error(
        "Cannot start a virtual run: other fake timers are installed, take them out first",
      );
    }
    this.#globals = virtualizeGlobals(() => this.#loop);
    slot[IS_OPEN] = true;
    this.#changes.push(
      () => Reflect.deleteProperty(slot, IS_OPEN),
      this.#uncaught.install(),
      this.#globals.restore,
      this.#recorder.install(),
    );
  }

  /** Runs a program from the start of time to its end. Never rejects: the record says how it went. */
  async run<T>(
    main: () => Promise<T> | T,
    settings: RunSettings,
  ): Promise<RunRecord<T>> {
    const { signal } = settings;
    const changesBefore = this.#changes.length;
    this.#globals.rewind();
    const run = new Run<T>(
      settings,
      this.#globals,
      this.#io,
      this.#recorder,
      this.#uncaught,
    );
    this.#loop = run.loop;
    this.#uncaught.begin((error) => run.fail(error));
    this.#changes.push(useHost(run.loop), ...run.watch());
    const giveUp = (): void => {
      this.close(); // at once, so that the next test finds the globals in their places
      run.fail(signal?.reason);
    };
    signal?.addEventListener("abort", giveUp);
    try {
      await run.start(main);
      if (run.isCutShort) {
        await new Promise<void>((resolve) => lap(resolve)); // what it leaves in microtasks and rejections is its own
      }
      return await run.record();
    } finally {
      signal?.removeEventListener("abort", giveUp);
      this.#bringBack(changesBefore);
    }
  }

  /** Brings everything back once the ticks that were set before have run, some of which may set globals. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => nextTick(resolve));
    this.close();
  }

  /** Brings everything back, where that has not been done. */
  close(): void {
    this.#bringBack(0);
  }

  /** Each change once, since by then another run may have put its own things in those places. */
  #bringBack(changesLeft: number): void {
    while (this.#changes.length > changesLeft) {
      this.#changes.pop()?.();
    }
  }
}
