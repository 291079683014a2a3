import type * as PerfHooks from "node:perf_hooks";
import { perfHooks } from "./builtins.ts";
import { virtualizeContexts } from "./context-clocks.ts";
import { virtualizeHttpDates } from "./http-servers.ts";
import { inTurn, lookLike, replace, replaceGetter } from "./replace.ts";
import { virtualizeStamps, virtualTimerify } from "./stamps.ts";

type NodePerformance = typeof PerfHooks.performance;

const RealDate = globalThis.Date;
const realNow = RealDate.now;

/** How long a process has been up when a run begins: no clock ever shows 0, which programs keep for "never yet". */
export const UPTIME_MS = 3_600_000;

/** What the clocks show. */
export interface Moment {
  /** The milliseconds since the run began, or nothing outside of runs: there the clocks that a program has kept are real. */
  readonly elapsed: number | undefined;
  /** The date at which the run began, in milliseconds since 1970. */
  readonly startsAt: number;
}

/**
 * Replaces everything that only tells time: Date, also where Intl asks for it, performance, process.hrtime and
 * process.uptime.
 * @returns a function that brings back what was there
 */
export function virtualizeClocks(moment: Moment): () => void {
  const { Date, changes } = clocksOf(moment, "virtual");
  return inTurn([
    ...changes,
    () =>
      virtualizeContexts((real) => {
        if (real === RealDate) {
          return Date;
        }
        return "isFake" in real ? undefined : virtualDate(real, Date.now, FAKE);
      }),
    () => virtualizeFormats(Date.now),
    () => virtualizeHttpDates(Date.now),
    () => virtualizeStamps((elapsed) => UPTIME_MS + elapsed),
    ...performances().map(
      (target) => () => virtualizePerformance(target, moment),
    ),
  ]);
}

/**
 * The clocks that code may well take out of their objects. They show the moment, or outside of runs the real time.
 * @param how virtual ones are for a run, and keep others from putting fake timers on top
 */
export function clocksOf(moment: Moment, how: "virtual" | "kept"): Clocks {
  const virtualNow = (real: () => number) => (): number => {
    const { elapsed } = moment;
    return elapsed === undefined
      ? real()
      : Math.floor(moment.startsAt + elapsed);
  };
  // Where another copy of the kit runs a program, it is that one's.
  const date = virtualNow(() => RealDate.now());
  const Date = virtualDate(RealDate, date, how === "virtual" ? FAKE : {});
  return {
    Date,
    changes: [
      () => replace(globalThis, { Date }),
      () => replace(RealDate, { now: virtualNow(realNow) }),
      () => replace(RealDate.prototype, { constructor: Date }),
      () => virtualizeProcess(moment),
      ...performances().map((target) => () => {
        const real = target.now.bind(target);
        const now = (): number => sinceOrigin(moment) ?? real();
        return replace(target, { now });
      }),
    ],
  };
}

interface Clocks {
  readonly Date: DateConstructor;
  /** Each puts some in place. */
  readonly changes: readonly (() => () => void)[];
}

/** What performance.now shows in a run. */
function sinceOrigin({ elapsed }: Moment): number | undefined {
  return elapsed === undefined ? undefined : UPTIME_MS + elapsed;
}

/** The global one, and Node's where that is another one: a page that Node plays has one of its own. */
function performances(): readonly NodePerformance[] {
  const { performance } = globalThis as unknown as {
    performance: NodePerformance;
  };
  return [...new Set([performance, perfHooks?.performance ?? performance])];
}

const hidden = { configurable: true, writable: true };
/** By this other fake timers know that they must not be put on top. */
const FAKE = { isFake: { ...hidden, value: true } };

/** Its dates are dates like all others: they have the same prototype, inside and outside. */
function virtualDate(
  RealDate: DateConstructor,
  now: () => number,
  marks: object,
): DateConstructor {
  function Virtual(...args: unknown[]): object | string {
    if (new.target === undefined) {
      return new RealDate(now()).toString();
    }
    const kind = new.target === Virtual ? RealDate : new.target;
    const given = args.length === 0 ? [now()] : args;
    return Reflect.construct(RealDate, given, kind) as object;
  }
  const shown = { now: () => now() };
  return Object.defineProperties(Virtual, {
    ...Object.getOwnPropertyDescriptors(RealDate),
    now: { ...hidden, value: shown.now },
    ...marks,
  }) as unknown as DateConstructor;
}

/** A format that is given no date shows the present one. */
function virtualizeFormats(now: () => number): () => void {
  const { prototype } = Intl.DateTimeFormat;
  const format = Object.getOwnPropertyDescriptor(prototype, "format");
  // oxlint-disable-next-line typescript/unbound-method -- it is called on a format
  const toParts = prototype.formatToParts;
  const virtual = new WeakMap<object, (date?: unknown) => string>();
  Object.defineProperty(prototype, "format", {
    ...format,
    get(this: Intl.DateTimeFormat) {
      const bound = format?.get?.call(this) as (date: unknown) => string;
      const shown = virtual.get(this) ?? ((date = now()) => bound(date));
      virtual.set(this, shown); // a format has one function
      lookLike(shown, bound);
      return shown;
    },
  });
  const restore = replace(prototype, {
    formatToParts(this: Intl.DateTimeFormat, date: Date | number = now()) {
      return toParts.call(this, date);
    },
  });
  return () => {
    restore();
    Object.defineProperty(prototype, "format", format as PropertyDescriptor);
  };
}

function virtualizeProcess(moment: Moment): () => void {
  // Where there is no process, nothing is put in its place.
  const scope: { process?: NodeJS.Process } = globalThis;
  const { process = {} as NodeJS.Process } = scope;
  const real = process.hrtime;
  const realUptime = process.uptime?.bind(process);
  const bigint = (): bigint => {
    const { elapsed } = moment;
    return elapsed === undefined ? real.bigint() : nanoseconds(elapsed);
  };
  // oxlint-disable-next-line typescript/unbound-method -- it is only looked at
  lookLike(bigint, real?.bigint);
  const hrtime = (earlier?: [number, number]): [number, number] => {
    const { elapsed } = moment;
    if (elapsed === undefined || !isReading(earlier)) {
      return real(earlier); // or it throws Node's own error
    }
    const [seconds, rest] = earlier ?? [0, 0];
    const passed =
      nanoseconds(elapsed) - BigInt(seconds) * 1_000_000_000n - BigInt(rest);
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  const uptime = (): number => {
    const { elapsed } = moment;
    return elapsed === undefined ? realUptime() : (UPTIME_MS + elapsed) / 1_000;
  };
  return replace(process, {
    hrtime: Object.assign(hrtime, { bigint }),
    uptime,
  });
}

/** What hrtime shows. */
function nanoseconds(elapsed: number): bigint {
  return BigInt(Math.round((UPTIME_MS + elapsed) * 1e6));
}

function isReading(earlier: unknown): boolean {
  return (
    earlier === undefined || (Array.isArray(earlier) && earlier.length === 2)
  );
}

/** It stays the object that it is, with its marks, its observers and its listeners; what it takes for now is virtual. */
function virtualizePerformance(
  target: NodePerformance,
  moment: Moment,
): () => void {
  const real = {
    mark: target.mark?.bind(target),
    measure: target.measure?.bind(target) as (...args: unknown[]) => unknown,
    toJSON: target.toJSON?.bind(target),
  };
  const now = target.now.bind(target);
  const origin = (): number => moment.startsAt - UPTIME_MS;
  const inherited = { configurable: true, get: origin };
  Object.defineProperty(target, "timeOrigin", inherited);
  const restore = replace(target, {
    mark: (name: string, options: object = {}) =>
      // What is no object, Node refuses.
      real.mark(
        name,
        typeof options === "object"
          ? { startTime: now(), ...options }
          : options,
      ),
    measure: (name: string, from?: unknown, to?: unknown) =>
      real.measure(name, ...spanOf(now(), from, to)),
    toJSON: () => ({ ...(real.toJSON() as object), timeOrigin: origin() }),
  });
  const restoreOfNode = virtualizeOfNode(target, moment);
  return () => {
    restoreOfNode();
    restore();
    Reflect.deleteProperty(target, "timeOrigin");
  };
}

/** What a page's has not. From Node 24 on, some of it stands beside it, too. */
function virtualizeOfNode(
  target: Partial<NodePerformance>,
  moment: Moment,
): () => void {
  const { timerify, eventLoopUtilization, nodeTiming } = target;
  if (!timerify || !eventLoopUtilization || !nodeTiming) {
    return () => {};
  }
  const functions = {
    timerify: virtualTimerify(timerify, () => moment.elapsed !== undefined),
    eventLoopUtilization: virtualUtilization(eventLoopUtilization, moment),
  };
  const { toJSON } = target;
  return inTurn([
    () => replace(target, functions),
    () => replace(perfHooks ?? {}, functions),
    () => replaceGetter(nodeTiming, "duration", () => idleTime(moment)),
    () => replaceGetter(nodeTiming, "idleTime", () => idleTime(moment)),
    () =>
      replace(target, {
        toJSON: () => ({
          ...toJSON?.call(target),
          eventLoopUtilization: functions.eventLoopUtilization(),
        }),
      }),
  ]);
}

/** Code takes no virtual time, so the loop has been idle all the time. */
function idleTime({ elapsed = 0 }: Moment): number {
  return UPTIME_MS + elapsed;
}

/** Since the beginning or since an earlier reading; between two of them, Node takes one off the other. */
function virtualUtilization(
  real: NodePerformance["eventLoopUtilization"],
  moment: Moment,
): typeof real {
  return (later, earlier) =>
    moment.elapsed === undefined || earlier !== undefined
      ? real(later, earlier)
      : {
          idle: idleTime(moment) - (later?.idle ?? 0),
          active: 0 - (later?.active ?? 0),
          utilization: 0,
        };
}

/** What a measure is given, with the present where it would end now. */
function spanOf(now: number, from: unknown, to: unknown): unknown[] {
  if (typeof from !== "object" || from === null || to !== undefined) {
    return [from, to ?? now];
  }
  const { start, duration, end } = from as Record<string, unknown>;
  const endsNow =
    end === undefined && (start === undefined || duration === undefined);
  return [endsNow ? { ...from, end: now } : from];
}
