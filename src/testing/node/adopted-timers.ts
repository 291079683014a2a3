import type { VirtualLoop } from "../loop/virtual-loop.ts";
import { bareCalls, frameOf, isOfKit } from "./source-places.ts";
import { ends, real, watchBirths } from "./real-timers.ts";
import {
  VirtualImmediate,
  VirtualTimeout,
  isOfPackage,
  type Callback,
  type TimerMaker,
} from "./timer-handles.ts";
import { OF_RUNNERS } from "./vitest.ts";

/** What Node's own timers hold. */
interface RealTimeout extends NodeJS.Timeout {
  _onTimeout: Callback;
  _idleTimeout: number;
  readonly _timerArgs: unknown[] | undefined;
  readonly _repeat: number | null;
}

interface RealImmediate extends NodeJS.Immediate {
  _onImmediate: Callback;
  readonly _argv: unknown[] | undefined;
}

/** Node's longest delay: nothing that waits so long fires before its run is over. */
const PARKED_MS = 2 ** 31 - 1;

/**
 * Frames of the functions that make timers, in Node and in Deno, but for those that give promises: these work for the
 * program alone. Functions of that name that pass it on make them for whoever called: so does a further copy of the kit.
 */
const MAKERS =
  /(?:node:|ext:deno_node\/)(?:internal\/)?timers(?:\.\w+)?:|at (?:\w+\.)?set(?:Timeout|Interval|Immediate) \((?!node:)/;
const PROMISES = "node:timers/promises:";
/** Functions of Node's by which a program waits: the others', AbortSignal.timeout. */
const OF_PROGRAMS = /node:(?:timers\/promises|internal\/abort_controller):/;
/** Node's own that measure the real world: with them, virtual time would end what is under way there. */
const REAL_WORLD = /node:internal\/(?:deps\/undici|http:)/;
const NODE_TEST = "node:internal/test_runner/";
/** A promise's function is called by the promise, which is in no file. */
const PROMISE = "    at new Promise (<anonymous>)";
/**
 * Functions by which runners wait for what a test asks of them: vi.waitFor, vi.waitUntil, expect.poll (two names),
 * vi.dynamicImportSettled, and waitFor of node:test.
 */
const WAITS =
  /at (?:\w+\.)?(?:waitFor|waitUntil|promise|check|waitNextTick|poller) \(/;
const CLEARING = /at clearImmediate \(node:/;
/** So deep lies the first frame that makes no timers, at most; */
const DEPTH = 8;
/** mostly so near, and each frame more takes longer. */
const NEAR = 2;

/**
 * Node's own timers that come to be during a run, all the same how: by functions that a library took long before, by
 * node:timers/promises and AbortSignal.timeout, by sockets. Their callbacks are called on the virtual loop.
 *
 * - Whoever made one keeps the handle that Node gave out: to clear, refresh or unref it does that to the virtual timer.
 * - The real one stands in Node's own list meanwhile, where it never fires.
 * - Left alone are the timers of the kit, those of runners of tests, but for those by which a test waits, and those by which
 *   Node measures the real world, but for those by which its HTTP servers find late requests.
 */
export class AdoptedTimers {
  readonly #timers: TimerMaker;
  /** For each one that stands in a list of Node's, what takes it out. */
  readonly #parked = new Map<object, (handle: never) => void>();
  #isTakingOut = false;

  constructor(timers: TimerMaker) {
    this.#timers = timers;
  }

  /** Begins to adopt. @returns a function that ends it */
  watch(): () => void {
    const stop = watchBirths({
      timeout: (handle) =>
        this.#isInRun && this.#timeout(handle as RealTimeout),
      immediate: (handle) =>
        this.#isInRun && this.#immediate(handle as RealImmediate),
    });
    return () => {
      stop();
      this.drop();
    };
  }

  get #isInRun(): boolean {
    return this.#timers.loop?.isLapping === false;
  }

  /** Nothing of the program that is pending will happen any more: its run is over. What Node itself waits for goes on. */
  drop(): void {
    this.#timers.owed.forEach((goOn) => goOn());
    this.#timers.owed.clear();
    for (const handle of this.#parked.keys()) {
      this.#takeOut(handle);
    }
  }

  #timeout(handle: RealTimeout): void {
    const repeats = handle._repeat !== null;
    const timers = this.#timers;
    const { httpServers } = timers;
    const isCheck = repeats && httpServers.note(handle._onTimeout);
    const maker = makerOf(handle);
    if (!this.#isOfProgram(maker, repeats && !isCheck)) {
      return;
    }
    const isAwaited = repeats && maker.includes(PROMISES);
    const hasRef = (): boolean =>
      isCheck ? httpServers.areReading : handle.hasRef();
    const face = { hasRef, isAwaited };
    let { _onTimeout: callback, _timerArgs: args = [] } = handle;
    let ms = Math.trunc(handle._idleTimeout);
    const fire = (): void => {
      args = handle._timerArgs ?? args;
      if (!repeats) {
        this.#takeOut(handle);
      }
      Reflect.apply(callback, handle, args);
    };
    const owe = (): void => {
      if (isOfNode(maker)) {
        timers.owed.set(handle, () => timer.goOnOutside());
      }
    };
    const start = (): VirtualTimeout => {
      this.#parked.set(handle, ends.timeout);
      owe();
      const made = new VirtualTimeout(timers, fire, [], ms, repeats, face);
      if (isOfPackage(maker)) {
        made.outlive();
      }
      return made;
    };
    let timer = start();
    const refresh = (): RealTimeout => {
      owe();
      timer.refresh();
      return handle;
    };
    const inherited = { configurable: true, writable: true }; // what wraps Node's functions may put its own there
    Object.defineProperty(handle, "refresh", { ...inherited, value: refresh });
    let isInserted = false;
    this.#whenSet(handle, "_idleTimeout", {
      // Node reads it first to put the handle into one of its lists, and last to take it out.
      get: () => {
        const isNode = !isInserted || this.#isTakingOut || timer._destroyed;
        isInserted = true;
        return isNode && ms >= 0 ? PARKED_MS : ms;
      },
      set: (next) => (ms = Math.trunc(next as number)),
    });
    this.#whenSet(handle, "_onTimeout", {
      get: () => timer._onTimeout,
      set: (next) => {
        timer.close();
        // From Node 24 on, a socket takes its cleared timer for the next one.
        if (typeof next === "function") {
          callback = next as Callback;
          timer = start();
        }
      },
    });
  }

  #immediate(handle: RealImmediate): void {
    const maker = makerOf(handle);
    if (!this.#isOfProgram(maker, false)) {
      return;
    }
    const loop = this.#timers.loop as VirtualLoop;
    const { _onImmediate: callback, _argv: args = [] } = handle;
    const fire: Callback = (...given) => {
      this.#timers.owed.delete(handle);
      this.#takeOut(handle);
      Reflect.apply(callback, handle, given);
    };
    let isSpent = false;
    let wasRef = false;
    const immediate = new VirtualImmediate(loop, fire, args, {
      hasRef: () => (isSpent ? wasRef : handle.hasRef()),
    });
    this.#parked.set(handle, ends.immediate);
    const owe = (): void => {
      if (isOfNode(maker)) {
        const callBack = (): void => Reflect.apply(callback, handle, args);
        this.#timers.owed.set(handle, () => void real.setImmediate(callBack));
      }
    };
    owe();
    this.#whenSet(handle, "_destroyed", {
      get: () => (isSpent ? isOver(immediate) : !this.#parked.has(handle)),
      set: () => {
        wasRef = handle.hasRef();
        immediate.close();
      },
    });
    // Node calls it where the loop takes a lap before the immediate's turn, and has marked it as over.
    handle._onImmediate = () => {
      isSpent = true;
      owe();
      immediate.reopen();
    };
  }

  /** Node's clearing functions set properties, unless they find them set. */
  #whenSet(
    handle: object,
    name: string,
    { get, set }: { get: () => unknown; set: (value: unknown) => void },
  ): void {
    Object.defineProperty(handle, name, {
      configurable: true,
      enumerable: true,
      get,
      set: (value: unknown) => {
        if (!this.#isTakingOut) {
          this.#parked.delete(handle);
          this.#timers.owed.delete(handle);
          set(value);
        }
      },
    });
  }

  /** Takes it out of Node's list, if it still stands there. */
  #takeOut(handle: object): void {
    this.#isTakingOut = true;
    this.#parked.get(handle)?.(handle as never);
    this.#parked.delete(handle);
    this.#isTakingOut = false;
  }

  #isOfProgram(maker: string, repeats: boolean): boolean {
    return (
      maker.includes(PROMISES) ||
      !(
        REAL_WORLD.test(maker) ||
        (isOfRunner(maker) && !WAITS.test(maker)) ||
        isOfKit(maker) ||
        (repeats && maker.includes("node:"))
      )
    );
  }
}

/**
 * Whether code of others stands between the platform's functions, as they were when the kit was loaded, and Node's own: it
 * may count their timers, or call back in a context of its own, as zone.js does.
 */
export function areWrapped(): boolean {
  let makers = "";
  const note = (timer: object): void => void (makers += `${makerOf(timer)}\n`);
  const stop = watchBirths({ timeout: note, immediate: note });
  real.clearTimeout(real.setTimeout(String));
  stop();
  return makers !== "" && !isOfKit(makers);
}

/** Whether it is for something of Node's, such as a connection, and not for somebody who waits for time. */
function isOfNode(maker: string): boolean {
  return maker.includes("node:") && !OF_PROGRAMS.test(maker);
}

/** What an immediate tells that Node has taken for its own turn already: Node's clearImmediate must let it be, and asks for nothing else. */
function isOver(immediate: VirtualImmediate): boolean {
  if (immediate.isPending && isAskedToClear()) {
    immediate.close();
  }
  return !immediate.isPending;
}

function isAskedToClear(): boolean {
  return bareCalls(DEPTH, isAskedToClear).some((call) =>
    CLEARING.test(frameOf(call)),
  );
}

/**
 * The frame in which a timer is being made, beyond those of the functions that make it; where a runner makes it, that of the
 * function by which a test waits for something, if it is one.
 */
function makerOf(handle: object, depth = NEAR): string {
  const calls = bareCalls(depth, handle.constructor as () => void);
  const first = calls.findIndex((call) => !MAKERS.test(frameOf(call)));
  const maker = frameOf(calls[first]);
  if (depth < DEPTH && (first < 0 || isOfRunner(maker))) {
    return makerOf(handle, DEPTH);
  }
  return isOfRunner(maker) ? (waitAmong(calls.slice(first)) ?? maker) : maker;
}

/** The function by which a test waits, among those of the runner that were called last. */
function waitAmong(calls: readonly object[]): string | undefined {
  const frames = calls.map(frameOf);
  const others = frames.findIndex((it) => !isOfRunner(it) && it !== PROMISE);
  return frames.slice(0, others).find((frame) => WAITS.test(frame));
}

function isOfRunner(frame: string): boolean {
  return OF_RUNNERS.test(frame) || frame.includes(NODE_TEST);
}
