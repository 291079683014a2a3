import type { NodeTimers } from "./node-timers.ts";

interface TimerOptions {
  signal?: AbortSignal;
}

/** The error with which Node's own promises of time reject: https://nodejs.org/api/errors.html#class-aborterror */
function abortError(signal: AbortSignal): Error {
  return Object.assign(
    new Error("The operation was aborted", { cause: signal.reason }),
    { name: "AbortError", code: "ABORT_ERR" },
  );
}

/** The functions of node:timers/promises in virtual time: https://nodejs.org/api/timers.html#timers-promises-api */
export class NodeTimerPromises {
  readonly #timers: NodeTimers;

  constructor(timers: NodeTimers) {
    this.#timers = timers;
  }

  readonly setTimeout = <T>(
    delay?: number,
    value?: T,
    options: TimerOptions = {},
  ): Promise<T> => {
    const { setTimeout, clearTimeout } = this.#timers;
    return abortable(options, (resolve) => {
      const timer = setTimeout(() => resolve(value as T), delay);
      return () => clearTimeout(timer);
    });
  };

  readonly setImmediate = <T>(
    value?: T,
    options: TimerOptions = {},
  ): Promise<T> => {
    const { setImmediate, clearImmediate } = this.#timers;
    return abortable(options, (resolve) => {
      const immediate = setImmediate(() => resolve(value as T));
      return () => clearImmediate(immediate);
    });
  };

  readonly setInterval = <T>(
    delay?: number,
    value?: T,
    options: TimerOptions = {},
  ): AsyncGenerator<T, void, undefined> => {
    return this.#ticks(delay, value as T, options);
  };

  /** What node:timers/promises calls `scheduler`. */
  readonly scheduler = {
    wait: (delay: number, options?: TimerOptions): Promise<void> =>
      this.setTimeout(delay, undefined, options),
    yield: (): Promise<void> => this.setImmediate(),
  };

  async *#ticks<T>(
    delay: number | undefined,
    value: T,
    { signal }: TimerOptions,
  ): AsyncGenerator<T, void, undefined> {
    const { setInterval, clearTimeout } = this.#timers;
    let due = 0;
    let wake: (() => void) | undefined;
    const timer = setInterval(() => {
      due++;
      wake?.();
    }, delay);
    const onAbort = (): void => wake?.();
    signal?.addEventListener("abort", onAbort, { once: true });
    try {
      while (signal?.aborted !== true) {
        if (due === 0) {
          await new Promise<void>((resolve) => (wake = resolve));
        }
        for (; due > 0; due--) {
          yield value;
        }
      }
      throw abortError(signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

/** A promise of what `begin` resolves, unless the signal aborts first: then it is called off and rejects. */
function abortable<T>(
  { signal }: TimerOptions,
  begin: (resolve: (value: T) => void) => () => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const onAbort = (): void => {
      callOff();
      reject(abortError(signal as AbortSignal));
    };
    const callOff = begin((value) => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    });
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
