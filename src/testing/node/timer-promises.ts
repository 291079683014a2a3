import type * as RealPromises from "node:timers/promises";
import { NativePromise } from "../../core/native-promise.ts";
import { timersPromises } from "./builtins.ts";
import type { NodeTimers } from "./timers.ts";

interface TimerOptions {
  signal?: AbortSignal | undefined;
  ref?: boolean | undefined;
}

/** As Node's own, with which its timers' promises reject: https://nodejs.org/api/errors.html#class-aborterror */
class AbortError extends Error {
  override name = "AbortError";
  code = "ABORT_ERR";

  constructor({ reason }: AbortSignal) {
    super("The operation was aborted", { cause: reason });
  }
}

/** The real functions: they reject what Node rejects, with Node's own errors. */
const real = { ...timersPromises } as typeof RealPromises;

function isValid(delay: unknown, options: unknown): boolean {
  if (typeof options !== "object" || options === null) {
    return false;
  }
  const { signal, ref } = options as TimerOptions;
  return (
    (delay === undefined || typeof delay === "number") &&
    (signal === undefined || signal instanceof AbortSignal) &&
    (ref === undefined || typeof ref === "boolean")
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
    if (!isValid(delay, options)) {
      return real.setTimeout(delay, value, options);
    }
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
    if (!isValid(undefined, options)) {
      return real.setImmediate(value, options);
    }
    const { setImmediate } = this.#timers;
    return abortable(options, (resolve) => {
      setImmediate(() => resolve(value as T)); // too late if it has rejected
      return () => {};
    });
  };

  readonly setInterval = <T>(
    delay?: number,
    value?: T,
    options: TimerOptions = {},
  ): AsyncIterator<T> => {
    if (!isValid(delay, options)) {
      return real.setInterval(delay, value, options)[Symbol.asyncIterator]();
    }
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
    let wake!: () => void;
    const timer = setInterval(() => {
      due++;
      wake();
    }, delay);
    const onAbort = (): void => wake();
    signal?.addEventListener("abort", onAbort);
    try {
      while (signal?.aborted !== true) {
        await new NativePromise<void>((resolve) => (wake = resolve));
        for (; due > 0; due--) {
          yield value;
        }
      }
      throw new AbortError(signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", onAbort);
    }
  }
}

/** A promise of what `begin` resolves. If the signal aborts first, that is called off, and the promise rejects. */
function abortable<T>(
  { signal }: TimerOptions,
  begin: (resolve: (value: T) => void) => () => void,
): Promise<T> {
  return new NativePromise<T>((resolve, reject) => {
    if (signal?.aborted) {
      reject(new AbortError(signal));
      return;
    }
    const onAbort = (): void => {
      callOff();
      reject(new AbortError(signal as AbortSignal));
    };
    const callOff = begin((value) => {
      signal?.removeEventListener("abort", onAbort);
      resolve(value);
    });
    signal?.addEventListener("abort", onAbort);
  });
}
