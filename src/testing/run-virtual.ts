import { shown } from "../patterns/internal/checks.ts";
import { useHost } from "../patterns/internal/host.ts";
import { WaitLog } from "./blocked.ts";
import { DeadlockError, LivelockError } from "./errors.ts";
import { Reality } from "./reality.ts";
import { Recorder, type PrintedLine } from "./recorder.ts";
import { virtualizeGlobals } from "./virtual-globals.ts";
import { VirtualLoop } from "./virtual-loop.ts";

/** What a run in virtual time gave. */
export interface VirtualRun<T> {
  /** What main returned. */
  readonly result: T;
  /** Each printed line with the virtual millisecond at which it was printed; a call that prints several gives several. */
  readonly lines: readonly PrintedLine[];
  /** What a terminal would have shown, each line with its newline. */
  readonly output: string;
  /** Virtual milliseconds from start to end. */
  readonly elapsed: number;
}

/** How to run. */
export interface VirtualOptions {
  /** How many jobs (turns, timers, immediates) may run at one virtual moment; default 100,000. */
  jobsPerMoment?: number | undefined;
}

let isRunning = false;

/**
 * Runs a program in virtual time.
 *
 * - Time advances only when nothing else can run, straight to the next deadline: waiting costs no real time.
 * - One timer at a time: equal deadlines fire in the order they were set, all promise work of one before the next.
 * - Everything that tells time or waits inside is virtual: setTimeout, setInterval, setImmediate, AbortSignal.timeout,
 *   node:timers and node:timers/promises, Date (which starts at 1970), performance.now, and this library's turns.
 * - What is printed through `console` is recorded, and not shown.
 * - Real I/O is waited for, and takes no virtual time.
 * - When main has ended, what is ready at that moment still runs; then every global is as it was before.
 *
 * @param main the program
 * @throws what main throws
 * @throws DeadlockError at once, if main can never finish
 * @throws LivelockError if something spins without letting time pass
 * @throws Error if another run is under way in this thread
 */
export async function runVirtual<T>(
  main: () => Promise<T> | T,
  options: VirtualOptions = {},
): Promise<VirtualRun<T>> {
  if (typeof main !== "function") {
    throw new TypeError(
      `Cannot start a virtual run: main must be a function, received ${shown(main)}`,
    );
  }
  if (isRunning) {
    throw new Error(
      "Cannot start a virtual run: another one is under way in this thread",
    );
  }
  isRunning = true;
  try {
    return await new Run(main, options).outcome;
  } finally {
    isRunning = false;
  }
}

class Run<T> {
  readonly outcome: Promise<VirtualRun<T>>;
  readonly #loop: VirtualLoop;
  readonly #recorder: Recorder;
  readonly #waitLog: WaitLog;
  readonly #reality = new Reality();
  readonly #jobsPerMoment: number;
  readonly #restore: (() => void)[] = [];
  #ending: { result: T } | { error: unknown } | undefined;
  #elapsed = 0;
  #settle!: () => void;

  constructor(main: () => Promise<T> | T, options: VirtualOptions) {
    this.#jobsPerMoment = options.jobsPerMoment ?? 100_000;
    this.#loop = new VirtualLoop(
      {
        waitsForReality: () => this.#reality.isDue(this.#loop.hasTimers),
        advanced: () => this.#reality.stir(),
        stuck: () => this.#fail(this.#deadlock()),
        spinning: () => this.#fail(this.#livelock()),
        threw: (error) => this.#fail(error),
        finished: () => this.#close(),
      },
      this.#jobsPerMoment,
    );
    const now = (): number => this.#loop.now;
    this.#recorder = new Recorder(now);
    this.#loop.observer = this.#waitLog = new WaitLog(now);
    this.outcome = this.#start(main);
  }

  async #start(main: () => Promise<T> | T): Promise<VirtualRun<T>> {
    const over = new Promise<void>((resolve) => (this.#settle = resolve));
    this.#restore.push(virtualizeGlobals(this.#loop));
    this.#restore.push(useHost(this.#loop), this.#recorder.install());
    void this.#play(main);
    this.#loop.start();
    await over;
    const ending = this.#ending as { result: T } | { error: unknown };
    if ("error" in ending) {
      throw ending.error;
    }
    const { lines, output } = this.#recorder;
    return { result: ending.result, lines, output, elapsed: this.#elapsed };
  }

  async #play(main: () => Promise<T> | T): Promise<void> {
    try {
      this.#end({ result: await main() });
    } catch (error) {
      this.#end({ error });
    }
  }

  /** Main has ended: the first ending counts. */
  #end(ending: { result: T } | { error: unknown }): void {
    this.#ending ??= ending;
    this.#elapsed = this.#loop.now;
    this.#loop.finish();
  }

  /** The run cannot go on. */
  #fail(error: unknown): void {
    this.#ending ??= { error };
    this.#close();
  }

  #close(): void {
    this.#loop.stop();
    for (const restore of this.#restore.splice(0).toReversed()) {
      restore();
    }
    this.#settle();
  }

  #deadlock(): DeadlockError {
    const { blocked } = this.#waitLog;
    const names = blocked.map(
      ({ who, what, since }) => `${who} waits for ${what} since ${since} ms`,
    );
    if (!blocked.some(({ who }) => who === "main")) {
      names.unshift("main waits for a promise");
    }
    return new DeadlockError(
      `Cannot finish: nothing is ready and no timer is pending\n  ${names.join("\n  ")}`,
    );
  }

  #livelock(): LivelockError {
    return new LivelockError(
      `Cannot go on: more than ${this.#jobsPerMoment} jobs ran at ${this.#loop.now} ms and time did not pass`,
    );
  }
}
