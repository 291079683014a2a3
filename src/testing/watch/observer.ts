import type { Turn } from "../../core/host.ts";
import { waitKind, type KnownKind } from "./waits.ts";
import type { TurnObserver } from "../loop/ready-jobs.ts";
import { ANY_JOB, type RunningCode } from "../loop/running-code.ts";
import type { JobName } from "../loop/schedule.ts";
import { asyncIds } from "../node/async-ids.ts";
import type { Trace, TraceBudget } from "../node/source-places.ts";
import type { Touches } from "../loop/touches.ts";
import type { Timeline } from "./timeline.ts";

/** A suspended piece of code that waits in the library. */
export interface KnownWait {
  readonly who: string;
  readonly what: string;
  readonly kind: KnownKind;
  readonly on: object | undefined;
  readonly since: number;
  /** In which job it began. */
  readonly job: number;
  readonly trace: Trace | undefined;
  isOver: boolean;
}

/** A context that was entered and not exited. */
export interface KnownContext {
  readonly who: string;
  readonly since: number;
  readonly trace: Trace | undefined;
}

/** A task that has not ended, and where it was created. */
export interface KnownTask {
  readonly name: string;
  readonly trace: Trace | undefined;
}

/** Whoever has got hold of a thing, and since when. */
export interface Holder {
  readonly who: string;
  readonly since: number;
}

/** Waits that are over are forgotten in bulk: once there are so many of them, and more than of the others. */
const MOST_FORGOTTEN = 1_024;

/** The turn of somebody who waits since before the run. */
const FROM_BEFORE: JobName = { who: "somebody from before", what: "turn" };

/** Keeps account of a program's tasks, contexts and waits, to name the culprits when it cannot go on. */
export class ProgramObserver implements TurnObserver {
  #tasks: Map<object, KnownTask> | undefined;
  #contexts: Map<object, KnownContext> | undefined;
  readonly #running: RunningCode;
  readonly #now: () => number;
  readonly #budget: TraceBudget;
  readonly #timeline: Timeline | undefined;
  readonly #touches: Touches | undefined;
  #waits: KnownWait[] = [];
  #over = 0;
  /** The names of those who have put into a queue so far, taken from it, set an event, … */
  #doers: Map<object, Map<string, Set<string>>> | undefined;
  #holders: Map<object, Holder[]> | undefined;

  constructor(
    running: RunningCode,
    now: () => number,
    budget: TraceBudget,
    timeline: Timeline | undefined,
    touches: Touches | undefined,
  ) {
    this.#touches = touches;
    this.#running = running;
    this.#now = now;
    this.#budget = budget;
    this.#timeline = timeline;
  }

  /** The tasks that have not ended. */
  get tasks(): Map<object, KnownTask> {
    return (this.#tasks ??= new Map<object, KnownTask>());
  }

  /** The contexts that were entered and not exited, by their managers. */
  get contexts(): Map<object, KnownContext> {
    return (this.#contexts ??= new Map<object, KnownContext>());
  }

  /** The waits that are not over, in the order in which they began. */
  get waits(): readonly KnownWait[] {
    return this.#waits.filter(({ isOver }) => !isOver);
  }

  /** Whose turn it is, and what it has waited for. */
  nameOf({ note }: Turn): JobName {
    return (note as JobName | undefined) ?? FROM_BEFORE;
  }

  placeOf({ note }: Turn): Trace | undefined {
    return (note as KnownWait | undefined)?.trace;
  }

  taskCreated(task: object, name: string, start: Turn): void {
    this.#touches?.made(task);
    asyncIds.note(); // of its start
    const trace = this.#budget.take();
    this.tasks.set(task, { name, trace });
    start.note = { who: name, what: "start", trace };
    this.#timeline?.note(this.#running.who, { kind: "created", task: name });
  }

  taskStarted(name: string): void {
    this.#running.who = name;
    this.#running.restedSince = ANY_JOB;
    this.#timeline?.note(this.#running.who, { kind: "started" });
  }

  taskEnded(
    task: object,
    name: string,
    how: "returned" | "failed" | "cancelled",
  ): void {
    if (how === "returned") {
      this.#touches?.touch(task);
    } else {
      this.#touches?.everything();
    }
    this.tasks.delete(task);
    this.#timeline?.note(name, { kind: "ended", how });
  }

  waitBegan(wait: Turn, name: string, on: object | undefined): void {
    const kind = waitKind(name);
    // A wait that was woken in vain goes on since it first began, and in the same place.
    const before = wait.note as KnownWait | undefined;
    const known = {
      who: this.#running.who,
      what: kind.what,
      kind,
      on,
      since: before?.since ?? this.#now(),
      job: this.#running.job,
      trace: before?.trace ?? this.#traceOf(kind),
      isOver: false,
    };
    wait.note = known;
    this.#touchedBy(known);
    this.#waits.push(known);
    this.#timeline?.waits(
      this.#running.who,
      wait,
      kind,
      this.#taskName(on) ?? on,
    );
  }

  /** What waits on nothing waits for its turn or its time, or nobody knows for what. */
  #touchedBy({ on, kind }: KnownWait): void {
    if (on !== undefined || !kind.endsByItself) {
      this.#touches?.touch(on);
    }
  }

  made(thing: object): void {
    this.#touches?.made(thing);
  }

  touched(thing?: object): void {
    this.#touches?.touch(thing);
  }

  waitWoken(wait: Turn): void {
    this.#touchedBy(wait.note as KnownWait);
    this.#timeline?.woken(this.#running.who, wait);
  }

  waitEnded(wait: Turn): void {
    const known = wait.note as KnownWait;
    this.#running.who = known.who;
    this.#touchedBy(known);
    this.#timeline?.resumed(this.#running.who, wait);
    known.isOver = true;
    this.#restedOrNot(known);
    this.#forgetSome();
  }

  /** Nobody did anything for code that waited for time, or for the end of other code. */
  #restedOrNot({ kind, since, job }: KnownWait): void {
    if (since !== this.#now()) {
      this.#running.firings = 0;
    }
    if (kind.endsByItself || kind.tasks !== undefined) {
      this.#running.restedSince = job;
    } else if (since !== this.#now()) {
      this.#running.rests = 0;
      this.#running.restsOfMain = 1;
    }
  }

  // Stryker disable all: when they are forgotten shows in nothing but memory
  #forgetSome(): void {
    if (++this.#over > MOST_FORGOTTEN && this.#over * 2 > this.#waits.length) {
      this.#waits = this.#waits.filter(({ isOver }) => !isOver);
      this.#over = 0;
    }
  }
  // Stryker restore all

  itemPut(queue: object, item: unknown, size: number): void {
    this.did(queue, "put");
    this.#timeline?.put(this.#running.who, queue, item, size);
  }

  itemTaken(queue: object, item: unknown, size: number): void {
    this.did(queue, "took");
    this.#timeline?.took(this.#running.who, queue, item, size);
  }

  contextEntered(manager: object): void {
    this.#touches?.touch(manager);
    const trace = this.#budget.take();
    this.contexts.set(manager, {
      who: this.#running.who,
      since: this.#now(),
      trace,
    });
    this.#timeline?.entered(this.#running.who, manager);
  }

  contextExited(manager: object, threw: { error: unknown } | undefined): void {
    this.#touches?.touch(manager);
    this.contexts.delete(manager);
    this.#timeline?.exited(this.#running.who, manager, threw);
  }

  noticeGiven(turn: Turn, what: string): void {
    this.#touches?.everything();
    turn.note = { who: this.#running.who, what };
  }

  noticeTaken(turn: Turn): void {
    this.#touches?.everything();
    this.#running.who = this.nameOf(turn).who;
  }

  did(thing: object, deed: string): void {
    this.#touches?.touch(thing);
    this.#running.clockRounds = 0;
    const all = (this.#doers ??= new Map<object, Map<string, Set<string>>>());
    const deeds = all.get(thing) ?? new Map<string, Set<string>>();
    all.set(thing, deeds);
    const doers = deeds.get(deed) ?? new Set();
    deeds.set(deed, doers.add(this.#running.who));
  }

  acquired(thing: object): void {
    this.#touches?.touch(thing);
    const all = (this.#holders ??= new Map<object, Holder[]>());
    const holders = all.get(thing) ?? [];
    holders.push({ who: this.#running.who, since: this.#now() });
    all.set(thing, holders);
  }

  /** Whoever releases it need not be who holds it. */
  released(thing: object): void {
    this.#touches?.touch(thing);
    const holders = this.#holders?.get(thing) ?? [];
    const own = holders.findIndex(({ who }) => who === this.#running.who);
    holders.splice(Math.max(0, own), 1);
  }

  /** Names of those who have done that to a thing so far. */
  doersOf(thing: object, deed: string): readonly string[] {
    return [...(this.#doers?.get(thing)?.get(deed) ?? [])];
  }

  /** Those who hold a thing, the longest first. */
  holdersOf(thing: object): readonly Holder[] {
    return this.#holders?.get(thing) ?? [];
  }

  /** Whether the code of that name still waits. */
  stateOf(name: string): "waits" | "has ended" {
    const isAlive = [...this.tasks.values()].some((task) => task.name === name);
    return isAlive || name === "main" ? "waits" : "has ended";
  }

  #traceOf({ endsByItself }: KnownKind): Trace | undefined {
    return endsByItself ? this.#budget.takeMinor() : this.#budget.take();
  }

  #taskName(on: object | undefined): string | undefined {
    return this.tasks.get(on as object)?.name;
  }
}
