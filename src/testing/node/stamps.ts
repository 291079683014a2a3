import type * as PerfHooks from "node:perf_hooks";
import { safely } from "../../core/checks.ts";
import { NativePromise } from "../../core/native-promise.ts";
import { perfHooks } from "./builtins.ts";
import { realNow } from "./real-clock.ts";
import { inTurn, replace, replaceGetter } from "./replace.ts";

/** So many moments of a run are known; what was stamped before is taken for a thing of the first of them. */
const KEPT = 4_096;

/**
 * Finds the virtual moment of what Node itself stamps with the time, such as an event or a function's duration: nobody can
 * give it another clock. So for each moment of a run is noted when it really began.
 */
class Stamps {
  readonly #real = new Float64Array(KEPT);
  readonly #virtual = new Float64Array(KEPT);
  #size = 0;

  /** A run begins. */
  begin(): void {
    this.#size = 0;
    this.moved(0);
  }

  /** A moment begins. @param elapsed virtual milliseconds since the run began */
  moved(elapsed: number): void {
    const at = this.#size++ % KEPT;
    this.#real[at] = realNow();
    this.#virtual[at] = elapsed;
  }

  /**
   * @param stamp what performance.now really showed
   * @returns virtual milliseconds since the run began, less than 0 for what came before it
   */
  elapsedAt(stamp: number): number {
    let low = Math.max(0, this.#size - KEPT);
    let high = this.#size - 1;
    const first = this.#real[low % KEPT] as number;
    if (low === 0 && stamp < first) {
      return stamp - first;
    }
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((this.#real[middle % KEPT] as number) <= stamp) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return this.#virtual[low % KEPT] as number;
  }
}

export const stamps = new Stamps();

/** The entries that Node makes and stamps by itself; a mark and a measure are given their times. */
const OF_NODE = new Set(["function", "gc", "http", "http2", "net", "dns"]);

/**
 * Lets events and the entries of a timeline tell virtual time.
 * @param shown what a clock shows so many virtual milliseconds after the run began
 * @returns a function that brings back what was there
 */
export function virtualizeStamps(
  shown: (elapsed: number) => number,
): () => void {
  const at = (stamp: number): number => shown(stamps.elapsedAt(stamp));
  const entries = (perfHooks?.PerformanceEntry.prototype ?? {}) as object;
  const real = getterOf(entries, "startTime");
  return inTurn([
    () => mapGetter(Event.prototype, "timeStamp", at),
    () =>
      mapGetter(entries, "startTime", (stamp, entry) =>
        isOfNode(entry) ? at(stamp) : stamp,
      ),
    () =>
      mapGetter(entries, "duration", (duration, entry) => {
        const start = real?.call(entry) as number;
        return isOfNode(entry)
          ? stamps.elapsedAt(start + duration) - stamps.elapsedAt(start)
          : duration;
      }),
    () => virtualizeJson(entries),
    () => virtualizeJson(functionEntries),
  ]);
}

/** What it measures and records by itself is real: https://nodejs.org/api/perf_hooks.html#performancetimerifyfn-options */
export function virtualTimerify(
  timerify: Timerify,
  isRunning: () => boolean,
): Timerify {
  return (fn, options) => {
    const { histogram } = Object(options) as PerfHooks.TimerifyOptions;
    if (typeof histogram?.record !== "function") {
      return timerify(fn, options);
    }
    let took = 0;
    const record = (nanoseconds: number): void => {
      histogram.record(isRunning() ? Math.ceil(took * 1e6) || 1 : nanoseconds);
    };
    // Node asks whether it is one of its own.
    const own = Object.create(histogram, { record: { value: record } });
    const measured = measuring(fn, (ms) => (took = ms));
    return timerify(measured as typeof fn, {
      ...options,
      histogram: own as PerfHooks.RecordableHistogram,
    });
  };
}

type Call = (...args: unknown[]) => unknown;

/** A function that is as another one, and tells how many virtual milliseconds a call has taken just before Node records it. */
function measuring(fn: Call, took: (ms: number) => void): Call {
  function measured(this: unknown, ...args: unknown[]): unknown {
    const begun = stamps.elapsedAt(realNow());
    const done = (): void => took(stamps.elapsedAt(realNow()) - begun);
    const result: unknown =
      new.target === undefined
        ? Reflect.apply(fn, this, args)
        : Reflect.construct(fn, args);
    if (result instanceof NativePromise) {
      // oxlint-disable-next-line promise/no-callback-in-promise -- it is the other way round: done looks at the promise
      result.then(done, done);
    } else {
      done();
    }
    return result;
  }
  return Object.defineProperties(measured, {
    name: { value: fn.name },
    length: { value: fn.length },
  });
}

type Timerify = typeof PerfHooks.performance.timerify;

function isOfNode(entry: object): boolean {
  return OF_NODE.has((entry as PerfHooks.PerformanceEntry).entryType);
}

function virtualizeJson(entries: object): () => void {
  const { toJSON } = entries as { toJSON?: () => object };
  return replace(entries, {
    toJSON(this: PerfHooks.PerformanceEntry) {
      const { startTime, duration } = this;
      return { ...toJSON?.call(this), startTime, duration };
    },
  });
}

/** What the entries of functions inherit, which has no name that could be asked for. */
const functionEntries = safely(() => {
  const { PerformanceObserver, performance } = perfHooks as typeof PerfHooks;
  const observer = new PerformanceObserver(Boolean); // it is asked before it could be called
  observer.observe({ entryTypes: ["function"] });
  performance.timerify(() => {})();
  const [entry] = observer.takeRecords();
  observer.disconnect();
  return Object.getPrototypeOf(entry) as object;
}, {});

/** @returns a function that brings back what was there */
function mapGetter(
  target: object,
  name: string,
  map: (value: number, of: object) => number,
): () => void {
  const get = getterOf(target, name);
  return replaceGetter(target, name, function () {
    return map(get?.call(this) as number, this);
  });
}

function getterOf(target: object, name: string): (() => unknown) | undefined {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on what inherits it
  return Object.getOwnPropertyDescriptor(target, name)?.get;
}
