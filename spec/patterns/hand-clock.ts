import { vi } from "vitest";
import { anew } from "../anew.ts";
import { lap } from "./unhandled.ts";

/** Where every copy of the library in a thread finds the host. */
const HOST = Symbol.for("async-patterns.host");

/** The library as it runs in real time, on an event loop of Node's own, and a clock that only moves when told. */
export interface RealTime {
  readonly library: typeof import("../../src/index.ts");
  readonly clock: HandClock;
}

/**
 * Plays a program on the library's real host, with `setTimeout` and `performance.now` in the test's hand: so every real
 * wait has a known end, and no real time passes. Immediates, ticks and microtasks are Node's own.
 *
 * The library is loaded anew, since its host keeps some of Node's functions as they were when it was loaded.
 *
 * @param atFirst globals that are in place of the hand's own when it is loaded
 */
export async function inRealTime(
  program: (realTime: RealTime) => Promise<void>,
  atFirst: object = {},
): Promise<void> {
  const clock = new HandClock();
  const host: unknown = Reflect.get(globalThis, HOST);
  const before = { setTimeout, clearTimeout };
  const now = vi.spyOn(performance, "now").mockImplementation(() => clock.now);
  Object.assign(globalThis, {
    setTimeout: clock.setTimeout,
    clearTimeout: clock.clearTimeout,
    ...atFirst,
  });
  try {
    Reflect.deleteProperty(globalThis, HOST); // the library anew, with a host of its own
    const library = await anew(() => import("../../src/index.ts"));
    await program({ library, clock });
  } finally {
    clock.stop();
    Reflect.set(globalThis, HOST, host);
    Object.assign(globalThis, before);
    now.mockRestore();
  }
}

/** A clock of milliseconds, and the timeouts that are set on it. A timeout that is due fires on the next lap. */
export class HandClock {
  now = 1_000;
  /** By how many milliseconds its timeouts fire too soon. */
  haste = 0;
  /** Every delay that `setTimeout` was asked for. */
  readonly delays: number[] = [];
  readonly #timeouts = new Map<object, { due: number; fire: () => void }>();

  /** How many timeouts are pending. */
  get pending(): number {
    return this.#timeouts.size;
  }

  /** Lets time pass, and then everything run that is due: a lap for the timeouts, one for the turns behind them. */
  async pass(ms: number): Promise<void> {
    this.now += ms;
    await lap();
    await lap();
  }

  readonly setTimeout = (fire: () => void, ms: number): object => {
    const timeout = {};
    this.delays.push(ms);
    this.#timeouts.set(timeout, { due: this.now + ms - this.haste, fire });
    this.#watch(timeout);
    return timeout;
  };

  readonly clearTimeout = (timeout: object): void => {
    this.#timeouts.delete(timeout);
  };

  /** Forgets what is pending: nothing of it may go on asking in the next test. */
  stop(): void {
    this.#timeouts.clear();
  }

  #watch(timeout: object): void {
    setImmediate(() => {
      const { due, fire } = this.#timeouts.get(timeout) ?? {};
      if (due !== undefined && due <= this.now) {
        this.#timeouts.delete(timeout);
        fire?.();
      } else if (due !== undefined) {
        this.#watch(timeout);
      }
    });
  }
}

/** When each of the next laps of the event loop comes. */
export function watchLaps(clock: HandClock, count: number): number[] {
  const at: number[] = [];
  const watch = (): void => {
    setImmediate(() => {
      if (at.push(clock.now) < count) {
        watch();
      }
    });
  };
  watch();
  return at;
}
