import { Heap } from "./heap.ts";
import { ifReal } from "./platform.ts";
import type { RealHost } from "./real-host.ts";
import { currentHost } from "./slot.ts";

/** By how much a sleep may be too short, so that one who is late makes up for it. */
const SHORT_MS = 2;
/** By how much the moment of a burst may lag behind the clock. So much can one sleep hold up another. */
const LAG_MS = 100;

/** The longest delay that `setTimeout` takes: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** What tells the time and calls back when some has passed. */
interface Clock {
  /** By this it is known. */
  readonly now: () => number;
  readonly time: () => number;
  readonly setTimeout: typeof setTimeout;
  readonly clearTimeout: typeof clearTimeout;
}

function clockInPlace(): Clock {
  const { performance, setTimeout, clearTimeout } = globalThis;
  // oxlint-disable-next-line typescript/unbound-method -- to be compared, and called on what it came from
  const { now } = performance;
  const time = (): number => now.call(performance);
  return { now, time, setTimeout, clearTimeout };
}

interface Sleeper {
  /** When it would wake, were the machine never late: this decides the order. */
  deadline: number;
  /** When it may wake. */
  time: number;
  readonly fire: () => void;
}

/*
 * All who sleep in real time, on one `setTimeout`.
 *
 * - All sleeps of one burst of turns count from one moment: from when the burst began; or where sleepers began it, from
 *   their deadline, however late that was. So no hiccup changes the order in which they end.
 * - They wake in the order of their deadlines, equal ones in the order they were set, however late the machine is. One
 *   who may not wake yet holds up those behind it.
 * - A test may put another clock in place, and the real one back, while somebody sleeps. At the next sleep they all move
 *   to the clock that is there, with as much left to sleep as they had: none waits for a clock that is gone.
 * - Where it puts only timers in place, beside the real `performance`, their time is what has passed when one fires.
 */
const heap = new Heap<Sleeper>((a, b) => a.deadline - b.deadline);
/** The one for real time. */
let host: RealHost;
let clock = clockInPlace();
const { setTimeout: firstSetTimeout } = clock;
let timeout: NodeJS.Timeout | undefined;
let armedFor = Infinity;

/** `timer` of the host that makes turns. The ordinary one keeps time from the first call on, for all copies of this package. */
export function startTimer(ms: number, fire: () => void): () => void {
  const current = currentHost();
  if (!current.timer) {
    host = current as RealHost;
    host.whenAtRest = wakeDue;
    host.timer = addSleeper;
  }
  return (current.timer as typeof addSleeper)(ms, fire);
}

function addSleeper(ms: number, fire: () => void): () => void {
  const now = performance.now();
  const lag = now - host.moment; // below 0 where a test has put back its clock
  if (!host.isBursting || lag < 0 || lag > LAG_MS) {
    host.moment = now;
  }
  moveToClockInPlace();
  const deadline = host.moment + ms;
  const time = Math.max(deadline, now + ms - SHORT_MS);
  const entry = heap.push({ deadline, time, fire });
  arm();
  return () => {
    if (entry.index >= 0) {
      heap.remove(entry);
      arm();
    }
  };
}

/**
 * Wakes those who are due: all of one deadline, and the next ones once those have had their turns and all that came of
 * them, as if the machine had not been late. Where a burst does not end, all at once.
 */
function wakeDue(): void {
  do {
    const sleeper = due();
    if (!sleeper) {
      break;
    }
    wake(sleeper.deadline);
  } while (host.isBursting);
  arm();
}

function wake(deadline: number): void {
  host.turn({
    run: () => {
      host.moment = deadline; // turns already in line belong to the moment before
      // Stryker disable next-line BooleanLiteral: it shows in nothing but speed
      return true;
    },
  });
  do {
    heap.shift().fire();
  } while (due()?.deadline === deadline);
}

/** The first of them, if it may wake. */
function due(): Sleeper | undefined {
  const { first } = heap;
  return first && first.time <= clock.time() ? first : undefined;
}

function moveToClockInPlace(): void {
  const before = clock;
  if (performance.now === before.now && setTimeout === before.setTimeout) {
    return;
  }
  forgetTimeout();
  clock = clockInPlace();
  postpone(clock.time() - before.time());
}

/** All sleepers, by the same time, so the heap stays in order. */
function postpone(ms: number): void {
  for (const { value } of heap.entries()) {
    value.deadline += ms;
    value.time += ms;
  }
}

/** Sets the timeout for the first of them, if it is not set for that time already. */
function arm(): void {
  const { first } = heap;
  const time = first ? first.time : Infinity;
  if (time === armedFor) {
    return;
  }
  forgetTimeout();
  armedFor = time;
  if (time < Infinity) {
    const { setTimeout } = clock;
    const left = Math.max(0, Math.ceil(time - clock.time())); // of less, Node complains
    const ms = Math.min(left, LONGEST_TIMEOUT_MS);
    const due = clock.time() + ms;
    timeout = setTimeout(() => {
      armedFor = Infinity;
      if (
        !ifReal(setTimeout) ||
        (setTimeout !== firstSetTimeout && ifReal(firstSetTimeout))
      ) {
        postpone(Math.min(0, clock.time() - due));
      }
      wakeDue();
    }, ms);
  }
}

function forgetTimeout(): void {
  const { clearTimeout } = clock;
  clearTimeout(timeout);
  timeout = undefined; // another clock would take it amiss
  armedFor = Infinity;
}
