import { Heap } from "./heap.ts";
import type { Host } from "./host.ts";
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
  notBefore: number;
  readonly fire: () => void;
}

/** `timer` of the host that makes turns. The ordinary one keeps time from the first call on, for all copies of this package. */
export function startTimer(ms: number, fire: () => void): () => void {
  const host = currentHost();
  host.timer ??= new Sleepers(host as RealHost).timer;
  return host.timer(ms, fire);
}

/**
 * All who sleep in real time, on one `setTimeout`.
 *
 * - All sleeps of one burst of turns count from one moment: from when the burst began; or where sleepers began it, from
 *   their deadline, however late that was. So no hiccup changes the order in which they end.
 * - They wake in the order of their deadlines, equal ones in the order they were set, however late the machine is. One
 *   who may not wake yet holds up those behind it.
 * - A test may put another clock in place, and the real one back, while somebody sleeps. At the next sleep they all move
 *   to the clock that is there, with as much left to sleep as they had: none waits for a clock that is gone.
 */
class Sleepers {
  readonly #heap = new Heap<Sleeper>((a, b) => a.deadline - b.deadline);
  readonly #host: RealHost;
  #clock = clockInPlace();
  #timeout: NodeJS.Timeout | undefined;
  #armedFor = Infinity;

  constructor(host: RealHost) {
    this.#host = host;
    host.whenAtRest = () => this.#wakeDue();
  }

  readonly timer: NonNullable<Host["timer"]> = (ms, fire) => {
    const host = this.#host;
    const now = performance.now();
    const lag = now - host.moment; // below 0 where a test has put back its clock
    if (!host.isBursting || lag < 0 || lag > LAG_MS) {
      host.moment = now;
    }
    this.#moveToClockInPlace();
    const deadline = host.moment + ms;
    const notBefore = now + ms - SHORT_MS;
    const entry = this.#heap.push({ deadline, notBefore, fire });
    this.#arm();
    return () => {
      if (entry.index >= 0) {
        this.#heap.remove(entry);
        this.#arm();
      }
    };
  };

  /**
   * Wakes those who are due: all of one deadline, and the next ones once those have had their turns and all that came of
   * them, as if the machine had not been late. Where a burst does not end, all at once.
   */
  #wakeDue(): void {
    do {
      const due = this.#due;
      if (due === undefined) {
        break;
      }
      this.#wake(due.deadline);
    } while (this.#host.isBursting);
    this.#arm();
  }

  #wake(deadline: number): void {
    const host = this.#host;
    host.turn({
      run: () => {
        host.moment = deadline; // turns already in line belong to the moment before
        return true;
      },
    });
    do {
      this.#heap.shift().fire();
    } while (this.#due?.deadline === deadline);
  }

  /** The first of them, if it may wake. */
  get #due(): Sleeper | undefined {
    const { first } = this.#heap;
    return first && timeOf(first) <= this.#clock.time() ? first : undefined;
  }

  #moveToClockInPlace(): void {
    const before = this.#clock;
    if (performance.now === before.now && setTimeout === before.setTimeout) {
      return;
    }
    this.#forgetTimeout();
    this.#clock = clockInPlace();
    const shift = this.#clock.time() - before.time();
    for (const { value } of this.#heap.entries()) {
      value.deadline += shift; // the same for all, so the heap stays in order
      value.notBefore += shift;
    }
  }

  /** Sets the timeout for the first of them, if it is not set for that time already. */
  #arm(): void {
    const { first } = this.#heap;
    const time = first === undefined ? Infinity : timeOf(first);
    if (time === this.#armedFor) {
      return;
    }
    this.#forgetTimeout();
    this.#armedFor = time;
    if (time < Infinity) {
      const { setTimeout } = this.#clock;
      const ms = Math.ceil(time - this.#clock.time());
      this.#timeout = setTimeout(
        () => {
          this.#armedFor = Infinity;
          this.#wakeDue();
        },
        Math.min(ms, LONGEST_TIMEOUT_MS),
      );
    }
  }

  #forgetTimeout(): void {
    const { clearTimeout } = this.#clock;
    clearTimeout(this.#timeout);
    this.#armedFor = Infinity;
  }
}

function timeOf({ deadline, notBefore }: Sleeper): number {
  return Math.max(deadline, notBefore);
}
