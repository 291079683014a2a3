import { useHost } from "../core/slot.ts";
import { nextTick } from "../core/platform.ts";
import type { VirtualLoop } from "./loop/virtual-loop.ts";
import { Recorder } from "./node/console.ts";
import { IoInFlight } from "./node/io-in-flight.ts";
import {
  virtualizeGlobals,
  type VirtualGlobals,
} from "./node/virtual-globals.ts";
import { Run, type RunRecord, type RunSettings } from "./run.ts";

/** Where every copy of this package in the thread says that a world of its own is open: they share the globals. */
interface Slot {
  isOpen: boolean;
}

const slots = globalThis as { [key: symbol]: Slot | undefined };
const slot = (slots[Symbol.for("async-patterns.run")] ??= { isOpen: false });

/**
 * While one is open, time and console are virtual; programs run in it one after another.
 *
 * Whatever a run changes outside of itself is changed here and brought back here.
 */
export class VirtualWorld {
  readonly #globals: VirtualGlobals;
  readonly #recorder = new Recorder();
  readonly #io = new IoInFlight();
  /** For each change a function that brings back what was there, the latest last. */
  readonly #changes: (() => void)[] = [];
  #loop!: VirtualLoop;

  /** @throws Error if one is open in this thread, or somebody else has replaced the timers; then it changes nothing */
  constructor() {
    if (slot.isOpen) {
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
    slot.isOpen = true;
    this.#changes.push(
      () => (slot.isOpen = false),
      this.#globals.restore,
      this.#recorder.install(),
    );
  }

  /** Whether real I/O took part in the latest run that looked at it. */
  get hadIo(): boolean {
    return this.#io.hasTakenPart;
  }

  /** Runs a program from the start of time to its end. Never rejects: the record says how it went. */
  async run<T>(
    main: () => Promise<T> | T,
    settings: RunSettings,
  ): Promise<RunRecord<T>> {
    const { signal } = settings;
    const run = new Run<T>(settings, this.#io, this.#recorder);
    this.#loop = run.loop;
    const beforeRun = this.#changes.length;
    const beforeWatching = this.#changes.push(
      this.#globals.begin(run.loop, settings),
      useHost(run.loop),
    );
    this.#changes.push(...run.watch());
    const giveUp = (): void => {
      this.close(); // at once, so that the next test finds the globals in their places
      run.threw(signal?.reason);
    };
    signal?.addEventListener("abort", giveUp);
    try {
      await run.start(main);
      this.#bringBack(beforeWatching); // what runs from here on is not the program
      return await run.record();
    } finally {
      signal?.removeEventListener("abort", giveUp);
      this.#bringBack(beforeRun);
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
