import { useHost } from "../core/host.ts";
import { nextTick } from "../core/platform.ts";
import { Reality } from "./node/io-in-flight.ts";
import { Recorder } from "./node/console.ts";
import { Run, type RunSettings } from "./run.ts";
import type { RunEnd } from "./run-end.ts";
import {
  virtualizeGlobals,
  type VirtualGlobals,
} from "./node/virtual-globals.ts";
import type { VirtualLoop } from "./loop/virtual-loop.ts";

let isOpen = false;

/** While one is open, time and console are virtual; programs run on it one after another. */
export class VirtualMachine {
  readonly #globals: VirtualGlobals;
  readonly #recorder = new Recorder();
  readonly #restoreConsole: () => void;
  readonly #reality = new Reality();
  #restoreHost: (() => void) | undefined;
  #isClosed = false;
  #loop!: VirtualLoop;

  /** @throws Error if one is open in this thread, or somebody else has replaced the timers; then it changes nothing */
  constructor() {
    if (isOpen) {
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
    this.#restoreConsole = this.#recorder.install();
    isOpen = true;
  }

  /** Runs a program from the start of time to its end. Never rejects: the end says how it went. */
  async run<T>(
    main: () => Promise<T> | T,
    settings: RunSettings,
  ): Promise<RunEnd<T>> {
    this.#globals.rewind();
    const run = new Run<T>(settings, this.#globals, this.#reality);
    this.#loop = run.loop;
    this.#recorder.begin(() => run.loop.now);
    this.#restoreHost = useHost(run.loop);
    try {
      return await run.play(main, this.#recorder);
    } finally {
      this.#freeHost();
    }
  }

  /** Brings everything back once the ticks that were set before have run, some of which may set globals. */
  async end(): Promise<void> {
    await new Promise<void>((resolve) => nextTick(resolve));
    this.close();
  }

  /** Brings everything back; once. */
  close(): void {
    if (this.#isClosed) {
      return;
    }
    this.#isClosed = true;
    this.#freeHost();
    this.#restoreConsole();
    this.#globals.restore();
    isOpen = false;
  }

  /** Once, since by then another run may have put its own host in that place. */
  #freeHost(): void {
    this.#restoreHost?.();
    this.#restoreHost = undefined;
  }
}
