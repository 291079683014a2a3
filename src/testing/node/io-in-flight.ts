import type { VirtualLoop } from "../loop/virtual-loop.ts";
import type { VirtualTimers } from "../loop/virtual-timers.ts";
import { loaded, ownProcess, workerThreads } from "./builtins.ts";
import { BusyMoment } from "./busy-moment.ts";
import {
  giveUp,
  Handles,
  inWords,
  type Closable,
  type OpenHandles,
} from "./open-handles.ts";
import { OwnWork, type Ears, type Referenced } from "./own-work.ts";
import { realNow as now } from "./real-clock.ts";
import { inTurn, replace } from "./replace.ts";
import { SignsOfLife } from "./signs-of-life.ts";
import { watchV8Tasks } from "./v8-tasks.ts";
import { isImporting } from "./vitest.ts";

/** So many laps of the real event loop without news say that nothing is on its way inside this process; */
export const QUIET_LAPS = 8;

/** and so many that nothing has come from outside by now: one may have polled already. */
const LAPS_OF_OUTSIDE = 2;

/** So many times its patience a run waits for what may have no end, such as a worker or a child process that computes. */
const MOST_PATIENCE = 25;

/** A look counts for so many milliseconds of silence at most: a busy machine may let neither this thread look nor others work. */
const MOST_OF_A_LOOK = 10;

/** What it costs, in calls of stat, that something comes by a connection from before the run, */
const EFFORT_OF_OLDER = 6;
/** or that V8 has done something. */
const EFFORT_OF_TASK = 0.15;

/** A file that is there answers in fewer looks than that, however busy the machine: each takes a millisecond or longer. */
const LEAST_PATIENCE = 20;

/** A worker thread, as a program holds it. */
interface Worker {
  readonly threadId: number;
}

/**
 * What is to run later: whether any of that does more than to repeat and keep nothing alive, and when the next timer is
 * due.
 */
type LaterJobs = Pick<
  VirtualLoop,
  "askedLaps" | "hasMore" | "msToNext" | "timers"
>;

type Method = (this: Worker, ...args: unknown[]) => unknown;

/**
 * Decides whether a run has to wait for the real world. Defined here, once:
 *
 * **Nothing can happen any more at a moment** when all of this is so, beside what the loop itself has ready:
 *
 * 1. No work is in flight that ends by itself: requests to the thread pool and to the system, the compiling of
 *    WebAssembly, the loading of modules. It is waited for, however long it takes, and virtual time stands still; but if
 *    25 times `patience` milliseconds bring no news of it and it computes nothing, it waits itself for somebody, as to open
 *    a named pipe does for its other end. That may be what the run does later, and so time goes on.
 * 2. No bytes are under way between two ends in this process, and some laps of the real event loop have brought no news.
 *    An end that is not read holds nothing up: its reader may wait for virtual time.
 * 3. The outside (a socket to another process, a child process, a worker thread) has been silent for `patience`
 *    milliseconds, counted from the last exchange with it; once, and not for each moment. One that computes meanwhile is
 *    given 25 times as long; so is a native addon, of which nothing tells whether it does. Exchange that has no end holds a
 *    moment up for as long, or for as long as it really is to the next timer.
 * 4. The same is so of a connection from before the run by which the run has said nothing. What comes by it may be the
 *    answer to what was said before, or have nothing to do with the run. Until something comes it holds nothing up but what
 *    would be called stuck, and in vain only once.
 *
 * A moment at which this is never so has an end, too: see BusyMoment.
 *
 * Then virtual time goes on. Where no timer is pending, the run is stuck only if nothing outside is open, as Node ends
 * a process only then: a handle counts that is referenced and active, a server that listens too. Timers that only repeat
 * and keep nothing alive fire beside it, once the run has lost its patience, and no faster than they really would.
 *
 * Prior art: Go's synctest, which calls it durably blocked, https://pkg.go.dev/testing/synctest#hdr-Blocking
 */
export class IoInFlight implements Ears {
  readonly #work = new OwnWork(this);
  readonly #handles = new Handles(() => this.begins());
  /** Workers from before the run that have been spoken to in it. */
  readonly #olderWorkers = new Set<Worker>();
  readonly #life = new SignsOfLife();
  /** What has come at this one. */
  readonly moment = new BusyMoment();
  /** In words, what was open when time went on, and how. */
  readonly #overtaken = new Set<string>();
  #isWatching = false;
  #wake!: () => void;
  #wasMissed = false;
  /** News may come on a lap at any moment, though nothing is open. */
  #hasLateNews = false;
  #patience = 0;
  #lapsToGo = 0;
  /** How many callbacks have come, or were brought about. */
  #callbacks = 0;
  /** How many there were when the run last looked at work in flight, and how often it has looked since. */
  #callbacksSeen = -1;
  #looks = 0;
  #mostLooks = Infinity;
  #lastHeard = 0;
  /** How many laps had been asked for when it was looked last, if nothing was open but what is idle, and nothing has begun since. */
  #idleLap = NaN;
  #keepsAlive = false;
  #isStirred = true;
  #isResting = false;
  #hasTakenPart = false;
  #outside = "";
  #overheard = 0;
  /** What had come by connections from before the run when it was looked last. */
  #olderBytes = -1;
  #lastExchange = 0;
  /** Whether it was at work when it was last looked at; that takes long, and nobody waits for it for ever. */
  #isAtWork = false;
  /** When something was heard from outside, be it only that it is at work; later by the time in which nobody could look. */
  #lastSign = 0;
  #lastLook = 0;
  /** When the run first waited for the outside at this moment. */
  #firstWait: number | undefined;

  /** Whether real I/O took part in the run. */
  get hasTakenPart(): boolean {
    return this.#hasTakenPart;
  }

  /** Until `watch` is called, nobody looks at the real world. */
  lookAway(): void {
    this.#wasMissed = false;
    this.#work.end();
  }

  /** Whether something real has taken part in such a run of which Node takes down nothing, such as a message. */
  get wasMissed(): boolean {
    return this.#wasMissed;
  }

  /** Whether something real is in flight that ends by itself, and that a run has left behind. */
  get isLeftBehind(): boolean {
    return this.#work.isLeftBehind;
  }

  /** What was open when time went on, and how, in words. */
  get overtaken(): readonly string[] {
    return [...this.#overtaken];
  }

  /** Takes the places of all that shows the real world by being called. @returns a function that gives them back */
  install(): () => void {
    return inTurn([
      () => this.#work.install(),
      () => this.#handles.install(),
      () => this.#noteWorkers(),
      () => this.#notePosts(),
      () => this.#noteClosing(),
      () => this.#noteSignals(),
      () =>
        watchV8Tasks({
          soon: this.#soon,
          always: () => {
            this.#hasLateNews = true;
            this.#miss();
          },
        }),
    ]);
  }

  /**
   * Begins a run that looks at the real world; one that has not called it does not.
   * @param patience milliseconds
   * @param wake called when something is heard
   * @returns a function that ends it; whether something is left behind is still known until it looks away, unless that is at once
   */
  watch(patience: number, wake: () => void): (atOnce?: boolean) => void {
    this.#patience = patience;
    this.#mostLooks = Math.max(patience, LEAST_PATIENCE) * MOST_PATIENCE;
    this.#wake = wake;
    this.#handles.begin();
    this.#olderWorkers.clear();
    this.#overtaken.clear();
    this.#hasTakenPart = false;
    this.#lapsToGo = areImmediatesPending() ? 1 : 0;
    this.#hasLateNews = false;
    this.moment.begin();
    this.begins();
    this.#olderBytes = -1;
    this.#isStirred = true;
    this.#outside = "";
    this.#isAtWork = false;
    this.#firstWait = undefined;
    this.#lastHeard = now();
    this.#isWatching = true;
    this.#work.watch();
    return (atOnce = false) => {
      this.#isWatching = false;
      this.#keepsAlive = false;
      if (atOnce || !this.isLeftBehind) {
        this.#work.end();
      }
    };
  }

  /**
   * True if the run has to wait for something real before virtual time may go on, or before it is called stuck.
   * @param loop what is to run later, and when
   */
  isDue(loop: LaterJobs): boolean {
    const { hasMore: hasTimers, timers } = loop;
    const isWatching = this.#isWatching && !this.moment.hasLasted(timers);
    if (!isWatching || (hasTimers && this.#isStillIdle(loop))) {
      return false;
    }
    const open = this.#handles.look();
    this.#noteOlder(open.olderBytes);
    this.#isResting = true;
    if (isImporting() || open.areBytesUnderWay || this.#isWorkDue(hasTimers)) {
      this.#hasTakenPart = true;
      this.#lapsToGo = QUIET_LAPS;
      this.#isResting = !open.areBytesUnderWay; // they come on the next laps, and may not be heard
      return true;
    }
    const outside = [...open.outside, ...this.#workers()];
    const unsure = [...this.#work.addons.values(), ...open.overheard];
    const isOpen =
      outside.length + unsure.length + open.unheld.length > 0 ||
      open.hasServer ||
      open.hasInside;
    this.#hasTakenPart ||= isOpen;
    const isInside =
      !hasTimers ||
      open.hasInside ||
      unsure.length > 0 ||
      this.#hasLateNews ||
      this.#hasPorts();
    if (this.#takesLap(isInside ? QUIET_LAPS : isOpen ? LAPS_OF_OUTSIDE : 0)) {
      this.#isResting = false;
      return true;
    }
    const isIdle = !isOpen && !isInside && this.#work.ports.size === 0;
    this.#idleLap = isIdle && open.isOlder ? loop.askedLaps : NaN;
    this.#keepsAlive =
      outside.length > 0 || open.hasServer || this.#work.isOlderInFlight;
    if (!hasTimers && this.#keepsAlive) {
      return !this.#hasReallyPassed(loop.msToNext);
    }
    if (!hasTimers) {
      unsure.push(...open.unheard);
    }
    if (
      (hasTimers || unsure.length > 0) &&
      this.#isPatient([...outside, ...unsure], open, timers)
    ) {
      return true;
    }
    if (!hasTimers) {
      giveUp(open.unheard);
    }
    return false;
  }

  /** Looking takes as long as a timer, and most moments have nothing to do with the real world. */
  #isStillIdle({ askedLaps }: LaterJobs): boolean {
    return (
      this.#idleLap === askedLaps && this.#handles.areIdle && !isImporting()
    );
  }

  /** Work in flight ends by itself, unless it waits for what the run is to do later, such as to write into a named pipe. */
  #isWorkDue(hasTimers: boolean): boolean {
    const { isInFlight, isComputing } = this.#work;
    if (!isInFlight || isComputing || this.#callbacks !== this.#callbacksSeen) {
      this.#callbacksSeen = isInFlight ? this.#callbacks : -1;
      this.#looks = 0;
    } else if (hasTimers && ++this.#looks > this.#mostLooks) {
      for (const what of this.#work.overtake()) {
        this.#overtaken.add(`${what} was under way and silent`);
      }
      return false;
    }
    return isInFlight;
  }

  /** Whether something real was open that keeps a process alive, when it was last asked whether any is due. */
  get keepsAlive(): boolean {
    return this.#keepsAlive;
  }

  /** Whether real callbacks, such as those of messages, are to come between two laps of immediates. */
  get sharesLaps(): boolean {
    return this.#isWatching;
  }

  /** True if it has been quiet for so long that looking again can wait a millisecond. */
  get canRest(): boolean {
    return this.#isResting;
  }

  /** The program has gone on. */
  stir(): void {
    this.#isStirred = true;
  }

  /** Virtual time has moved to another moment. */
  moved(): void {
    this.#callbacksSeen = -1;
    this.#firstWait = undefined;
    this.stir();
  }

  begins(): void {
    this.#idleLap = NaN;
  }

  heard(isOutside: boolean, effort = 1): void {
    this.begins();
    if (!this.#isWatching) {
      this.#miss();
      return;
    }
    this.#callbacks++;
    this.moment.add(effort);
    this.#hasTakenPart = true;
    this.#lapsToGo = QUIET_LAPS;
    this.#lastHeard = now();
    if (isOutside) {
      this.#lastExchange = now();
    }
    this.#wake();
  }

  compiles(): void {
    this.#miss();
  }

  opened(handle: Closable): void {
    this.#handles.opened(handle);
  }

  /** Of connections from before the run nothing calls back that one can hear. */
  #noteOlder(bytes: number): void {
    if (this.#olderBytes !== bytes) {
      this.moment.add(this.#olderBytes >= 0 ? EFFORT_OF_OLDER : 0);
      this.#olderBytes = bytes;
    }
  }

  /** Whether a timer that keeps nothing alive would really fire by now; until the run has lost its patience, none does. */
  #hasReallyPassed(ms: number): boolean {
    this.#firstWait ??= now();
    return (
      now() - this.#lastHeard >= this.#patience && now() - this.#firstWait >= ms
    );
  }

  /** @param laps so many once the program has gone on */
  #takesLap(laps: number): boolean {
    if (this.#isStirred && laps > 0) {
      this.#isStirred = false;
      this.#lapsToGo = Math.max(this.#lapsToGo, laps);
    }
    return this.#lapsToGo > 0 && this.#lapsToGo-- > 0;
  }

  #isPatient(
    outside: readonly object[],
    { bytes, overheardBytes, unheard, unheld }: OpenHandles,
    timers: VirtualTimers,
  ): boolean {
    const open = [...outside, ...unheld];
    if (open.length === 0) {
      this.#outside = "";
      return false;
    }
    const time = now(); // read once: news that come now are no silence, however busy the machine
    const state = `${open.length} ${bytes}`;
    if (state !== this.#outside) {
      this.#outside = state;
      this.#lastExchange = time;
    }
    const most = this.#patience * MOST_PATIENCE;
    const isDue = time - this.#lastExchange < most;
    if (isDue) {
      const lives = outside.map((it) => this.#life.isAtWork(it));
      this.#isAtWork = lives.includes(true);
    }
    const isAtWork = this.#isAtWork;
    if (isAtWork || this.#overheard !== overheardBytes) {
      this.#overheard = overheardBytes;
      this.#lastSign = time;
    }
    this.#firstWait ??= time;
    const missed = Math.max(0, time - this.#lastLook - MOST_OF_A_LOOK);
    this.#lastLook = time;
    const heard = Math.max(this.#lastExchange, this.#lastSign);
    this.#lastSign = Math.min(time, heard + missed);
    const silence = time - this.#lastSign;
    const waited = time - this.#firstWait;
    const { moment } = this;
    if (waited >= this.#patience) {
      moment.noteTimers(timers);
    }
    const hasLasted = waited >= most && moment.isOverFor(timers);
    if (silence < this.#patience && isDue && !hasLasted) {
      return true;
    }
    const isSilent = isAtWork || silence >= this.#patience;
    moment.isHeldUp = !isSilent;
    if (waited >= this.#patience) {
      moment.lostPatience = isAtWork ? most : this.#patience;
    }
    const how = isSilent ? "silent" : "did not fall silent";
    for (const each of open.filter((it) => !unheard.includes(it))) {
      const what =
        "threadId" in each || "startThread" in each
          ? "a worker thread"
          : inWords(each);
      this.#overtaken.add(`${what} was open and ${how}`);
    }
    this.#work.addons.clear(); // what says nothing for so long is no job
    return false;
  }

  #hasPorts(): boolean {
    return some(this.#work.ports);
  }

  #workers(): object[] {
    if (this.#olderWorkers.size + this.#work.workers.size === 0) {
      return [];
    }
    const older = [...this.#olderWorkers].filter(
      ({ threadId }) => threadId !== -1,
    );
    const own = [...this.#work.workers.values()];
    const areHeard = this.#hasPorts(); // one of them may lead to a worker that keeps nothing alive itself
    return [...own.filter((it) => areHeard || it.hasRef()), ...older];
  }

  /** Something comes on one of the next laps, of which nothing may be heard. */
  readonly #soon = (): void => {
    this.#callbacks++;
    this.moment.add(EFFORT_OF_TASK);
    this.#listen();
  };

  #listen(): void {
    this.#lapsToGo = QUIET_LAPS;
    this.#miss();
  }

  #miss(): void {
    this.begins();
    this.#wasMissed = true;
  }

  /** A socket that is closed says so on the next lap, when it is in no list any more. */
  #noteClosing(): () => void {
    const prototype = loaded("net")?.Socket.prototype;
    if (prototype === undefined) {
      return () => {};
    }
    const listen = (): void => this.#listen();
    // oxlint-disable-next-line typescript/unbound-method -- it is called on a socket
    const { _destroy } = prototype;
    return replace(prototype, {
      _destroy(this: object, ...args: unknown[]) {
        listen();
        return Reflect.apply(_destroy, this, args);
      },
    });
  }

  /** A message to a port comes on the next lap, also where the port is from before the run; so does its end. */
  #notePosts(): () => void {
    const prototype = workerThreads?.MessagePort.prototype;
    if (prototype === undefined) {
      return () => {};
    }
    // oxlint-disable-next-line typescript/unbound-method -- they are called on a port
    const { postMessage, close } = prototype;
    const posted = (port: object): void =>
      this.#work.ports.has(port as Referenced) ? this.#listen() : this.#soon();
    return replace(prototype, {
      postMessage(this: object, ...args: unknown[]) {
        posted(this);
        return Reflect.apply(postMessage, this, args) as unknown;
      },
      close(this: object, ...args: unknown[]) {
        posted(this);
        return Reflect.apply(close, this, args) as unknown;
      },
    });
  }

  /** A signal to this process comes on the next lap, and another process may answer one. */
  #noteSignals(): () => void {
    const scope: { process?: Partial<NodeJS.Process> } = globalThis;
    const { process = {} } = scope;
    const { kill } = process;
    return replace(process, {
      kill: (...args: unknown[]) => {
        this.heard(true);
        return Reflect.apply(kill as () => boolean, process, args);
      },
    });
  }

  /** A worker from before the run is the run's once it is spoken to, until it is let go, as a pool lets an idle one. */
  #noteWorkers(): () => void {
    const prototype = workerThreads?.Worker.prototype;
    if (prototype === undefined) {
      return () => {};
    }
    const note = (worker: Worker): void => {
      this.#olderWorkers.add(worker);
      this.heard(true);
    };
    const { postMessage, ref, unref } = prototype as unknown as Record<
      "postMessage" | "ref" | "unref",
      Method
    >;
    const olderWorkers = this.#olderWorkers;
    return replace(prototype, {
      postMessage(this: Worker, ...args: unknown[]) {
        note(this);
        return Reflect.apply(postMessage, this, args);
      },
      ref(this: Worker) {
        note(this);
        return Reflect.apply(ref, this, []);
      },
      unref(this: Worker) {
        olderWorkers.delete(this);
        return Reflect.apply(unref, this, []);
      },
    });
  }
}

/** Those from before the run are real, and Node may wait for one of its own before it sets the next, as it does for who observes performance. */
function areImmediatesPending(): boolean {
  const active = ownProcess?.getActiveResourcesInfo?.();
  return active?.includes("Immediate") === true;
}

function some(handles: Iterable<Referenced>): boolean {
  for (const handle of handles) {
    if (handle.hasRef()) {
      return true;
    }
  }
  return false;
}
