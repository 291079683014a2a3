import type { Timer, TimerHandle } from "../loop/virtual-timers.ts";
import type { AsyncResource } from "node:async_hooks";
import type { Immediate } from "../loop/ready-jobs.ts";
import type { VirtualLoop } from "../loop/virtual-loop.ts";
import { asyncIds } from "./async-ids.ts";
import { Resource } from "./contexts.ts";
import type { HttpServers } from "./http-servers.ts";
import { real } from "./real-timers.ts";
import { bareCalls, frameOf, isOfKit } from "./source-places.ts";

/** What a timer calls. */
export type Callback = (...args: unknown[]) => void;

/** What a timer needs of the functions that make timers. */
export interface TimerMaker {
  /** The one that runs now, if a run is under way. */
  readonly loop: VirtualLoop | undefined;
  readonly httpServers: HttpServers;
  /**
   * How Node gets in real time what it has its own timers and immediates for, whatever becomes of the run: it may leave a
   * connection open that only its time-out closes, and nobody observes performance until an immediate has run.
   */
  readonly owed: Map<object, () => void>;
  /** Those of packages that go on in real time behind the run in which they were set, until another begins. */
  readonly outliving: Set<VirtualTimeout>;
  /** Gives a timer a number as which it can be cleared, too. */
  number(timer: VirtualTimeout): number;
}

/** Calls it; what it throws is raised where it stands, in the context in which it was called. */
function callRaising(
  this: unknown,
  loop: VirtualLoop,
  callback: Callback,
  args: readonly unknown[],
): void {
  try {
    Reflect.apply(callback, this, args);
  } catch (error) {
    loop.threw(error);
  }
}

/** So many milliseconds pass between two runs: by then no clock is kept any more, and most connections still are. */
const BETWEEN_MS = 1_000;

/** So many timers may outlive a run: what each of a thousand tests leaves would be kept for all that follow. */
const MOST_OUTLIVING = 50;

/** The handle that the program holds, where that is another one. */
type Face = Pick<TimerHandle, "hasRef" | "isAwaited">;

/** It says itself when it is over, as Node's timers do. */
const ENDS_BY_ITSELF = { requireManualDestroy: true };

/** What the handles of timers and of immediates have in common; each is a resource of async_hooks, as Node's are. */
abstract class Handle extends Resource {
  #isRef = true;

  constructor(type: string) {
    super(type, ENDS_BY_ITSELF);
    asyncIds.note();
  }

  abstract close(): void;

  ref(): this {
    this.#isRef = true;
    return this;
  }

  unref(): this {
    this.#isRef = false;
    return this;
  }

  hasRef(): boolean {
    return this.#isRef;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}

/** A timer made by `setTimeout` or `setInterval`, with the methods of Node's: https://nodejs.org/api/timers.html#class-timeout */
export class VirtualTimeout extends Handle implements TimerHandle {
  readonly #timers: TimerMaker;
  readonly #callback: Callback;
  readonly #args: unknown[];
  #ms: number;
  #repeats: boolean;
  /** From before the run: who starts it anew makes it one of the run. */
  isOlder = false;
  readonly #face: Face | undefined;
  #note: unknown = undefined;
  #context: AsyncResource = this;
  /** On this one it was set. */
  #loop: VirtualLoop | undefined;
  #timer: Timer | undefined;
  #outside: NodeJS.Timeout | undefined;
  #isPending = true;
  #isClosed = false;
  /** Its resource has not been said to be over. */
  #isAlive = true;
  #number: number | undefined;
  #isOfPackage = false;

  constructor(
    timers: TimerMaker,
    callback: Callback,
    args: unknown[],
    ms: number,
    repeats: boolean,
    face?: Face,
  ) {
    super("Timeout");
    this.#timers = timers;
    this.#callback = callback;
    this.#args = args;
    this.#ms = ms;
    this.#repeats = repeats;
    this.#face = face;
    this.#begin();
  }

  /** Node's own clearTimeout, taken before the run, asks for it, and sets it to null. */
  get _onTimeout(): Callback | null {
    return this.#isClosed ? null : this.#callback;
  }

  set _onTimeout(_: null) {
    this.close();
  }

  /** What follows is internal to Node's, and known to the functions that it keeps for those who use that. */
  get _destroyed(): boolean {
    return this.#isClosed || !this.#isPending;
  }

  set _destroyed(_: true) {
    this.close();
  }

  get _idleTimeout(): number {
    return this.#isClosed ? -1 : this.#ms;
  }

  /** With less than nothing it is called off, anything else it waits from the next time on. */
  set _idleTimeout(ms: number) {
    if (ms < 0) {
      this.close();
    } else {
      this.#ms = ms;
    }
  }

  get _repeat(): number | null {
    return this.#repeats ? this.#ms : null;
  }

  set _repeat(ms: number | null) {
    this.#repeats = ms !== null;
    this.#ms = ms ?? this.#ms;
  }

  get repeats(): boolean {
    return this.#repeats;
  }

  get isAwaited(): boolean {
    return this.#face?.isAwaited === true;
  }

  override hasRef(): boolean {
    return this.#face?.hasRef() ?? super.hasRef();
  }

  override unref(): this {
    // oxlint-disable-next-line typescript/unbound-method -- it marks a place in the stack
    const isOfPackage = this.#isOfPackage || isCalledByPackage(this.unref);
    super.unref();
    if (isOfPackage) {
      this.outlive();
    }
    return this;
  }

  /**
   * It is a package's, which keeps account of it in variables that outlive a run: of a clock that is read once a millisecond, of
   * the time-outs of connections. So it does not end with the run, if by then it keeps nothing alive.
   */
  outlive(): void {
    this.#isOfPackage = true;
    this.#owe();
  }

  get note(): unknown {
    return this.#note;
  }

  set note(note: unknown) {
    this.#note = note;
  }

  /** Starts the timer anew, also one that has fired, but none that was cleared. */
  refresh(): this {
    this.isOlder = false;
    return this.#start();
  }

  #start(): this {
    const isTooLate = this.#timers.loop?.timers.isTakenUp(this);
    if (!this.#isClosed && isTooLate !== true) {
      this.#callOff();
      if (!this.#isAlive) {
        this.#context = new Resource("Timeout", ENDS_BY_ITSELF); // it belongs to whoever wakes it up, as in Node
        asyncIds.note();
        this.#isAlive = true;
      }
      this.#isPending = true;
      this.#begin();
    }
    return this;
  }

  close(): this {
    this.#isClosed = true;
    this.#callOff();
    this.#end();
    return this;
  }

  [Symbol.toPrimitive](): number {
    return (this.#number ??= this.#timers.number(this));
  }

  #owe(): void {
    if (this.#isOfPackage && this.#timers.loop !== undefined) {
      this.#timers.owed.set(this, () => {
        const { size } = this.#timers.outliving;
        if (!this.hasRef() && size < MOST_OUTLIVING) {
          this.goOnOutside();
        }
      });
    }
  }

  #begin(): void {
    const { loop } = this.#timers;
    this.#owe();
    this.#loop = loop;
    if (loop === undefined) {
      this.#beginOutside();
    } else {
      this.#timer = loop.timers.set(this.#ms, this);
    }
  }

  /** It outlives the run in which it was made. */
  #beginOutside(): void {
    this.#outside = real.setTimeout(
      () => this.#fire(this.#callback, ...this.#args),
      this.#ms,
    );
    if (!this.hasRef()) {
      this.#outside.unref();
    }
    if (this.#isOfPackage) {
      this.#timers.outliving.add(this);
    }
  }

  #callOff(): void {
    this.#loop?.timers.callOff(this.#timer);
    real.clearTimeout(this.#outside);
  }

  /** A run begins, and time has passed since the last one. */
  comeAlong(loop: VirtualLoop): void {
    if (this._destroyed) {
      return;
    }
    this.#callOff();
    this.isOlder = true;
    if (this.#repeats || this.#ms > BETWEEN_MS) {
      this.#begin();
    } else {
      this.#fire(callRaising, loop, this.#callback, this.#args);
    }
  }

  /** Its run is over, and what it is for is not: from now on it waits in real time. */
  goOnOutside(): void {
    if (!this._destroyed) {
      this.#callOff();
      this.#beginOutside();
    }
  }

  /** Its time has come on its loop. */
  fire(): void {
    const loop = this.#loop as VirtualLoop;
    this.#fire(callRaising, loop, this.#callback, this.#args);
    loop.timers.takeUpNext(this.#ms);
  }

  #fire<A extends unknown[]>(call: (...args: A) => void, ...args: A): void {
    this.#isPending = this.#repeats;
    try {
      this.#context.runInAsyncScope(call, this, ...args);
    } finally {
      if (this.#repeats) {
        this.#start(); // behind what the callback has set, before its microtasks, as Node does
      } else if (!this.#isPending) {
        this.#end();
      }
    }
  }

  #end(): void {
    this.#timers.owed.delete(this);
    if (this.#isAlive) {
      this.#isAlive = false;
      this.#context.emitDestroy();
    }
  }
}

/** Whether code of a package does that, or what `fetch` is made of, which is one. */
function isCalledByPackage(method: () => unknown): boolean {
  return isOfPackage(frameOf(bareCalls(1, method)[0]));
}

const PACKAGE = /node:internal\/deps\/undici|[\\/]node_modules[\\/]/;

/** Whether it is a frame of a package, and not of the kit. */
export function isOfPackage(frame: string): boolean {
  return PACKAGE.test(frame) && !isOfKit(frame);
}

/** What `setImmediate` made: https://nodejs.org/api/timers.html#class-immediate */
export class VirtualImmediate extends Handle {
  /** Node's own clearImmediate looks for a callback, and then asks whether it has run. */
  readonly _onImmediate = true;
  readonly #immediate: Immediate;
  #hasRun = false;

  /** @param face the handle that the program holds, where that is another one */
  constructor(
    loop: VirtualLoop,
    callback: Callback,
    args: unknown[],
    face?: { hasRef(): boolean },
  ) {
    super("Immediate");
    this.#immediate = loop.setImmediate(
      () => {
        this.#hasRun = true;
        this.unref(); // it no longer keeps anything alive while it runs
        this.runInAsyncScope(callRaising, this, loop, callback, args);
        this.emitDestroy();
      },
      () => (face ?? this).hasRef(),
    );
  }

  /**
   * Nobody else asks, so this one is called off; Node would miscount its own if it went on.
   */
  get _destroyed(): boolean {
    this.close();
    return true;
  }

  get isPending(): boolean {
    return !this.#hasRun && !this.#immediate.isCleared;
  }

  /** One that runs, has run or was cleared keeps nothing alive any more. */
  override ref(): this {
    return this.isPending ? super.ref() : this;
  }

  close(): void {
    this.unref();
    if (this.isPending) {
      this.emitDestroy();
    }
    this.#immediate.isCleared = true;
  }

  /** Takes a `close` back. */
  reopen(): void {
    this.#immediate.isCleared = false;
  }
}

// They go by the names of Node's, also where a program prints them.
Object.defineProperty(VirtualTimeout, "name", { value: "Timeout" });
Object.defineProperty(VirtualImmediate, "name", { value: "Immediate" });
