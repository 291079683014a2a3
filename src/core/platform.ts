import { Fifo } from "./fifo.ts";

/** Its `then` is cheaper than queueMicrotask, which also makes an async resource. */
export const settled = (async () => {})();

type AsyncHooks = ReturnType<
  typeof globalThis.process.getBuiltinModule<"node:async_hooks">
>;

type Events = ReturnType<
  typeof globalThis.process.getBuiltinModule<"node:events">
>;

/** What turns are made of. */
export interface Platform {
  /** Calls back once the microtasks have run out; several in their order, with no microtask between them. */
  readonly nextTick: (callback: () => void) => void;
  /** Calls back on a later lap of the event loop, so that timers and I/O get their chance in between. */
  readonly lap: (callback: () => void) => void;
  /**
   * Calls back once, at the abort or at the next event that looks like one, also where another listener stops the event.
   * @returns a function that stops it
   */
  readonly listenToAbort: (
    signal: AbortSignal,
    callback: () => void,
  ) => () => void;
  /** Calls back in the async context in which it was made: https://nodejs.org/api/async_context.html#class-asyncresource */
  readonly Resource: AsyncHooks["AsyncResource"];
}

/** What sets a timer, an immediate or a tick; a clock of Sinon's, as jest and vitest have it, says whose it is. */
type Setter = ((callback: () => void) => unknown) & {
  readonly clock?: unknown;
};

/** It, unless a clock of Sinon's or of node:test, which binds private methods, stands in the place of the platform's own. */
export function ifReal<S extends Setter>(setter: S | undefined): S | undefined {
  return (setter?.clock ?? /#/.test(setter?.name as string))
    ? undefined
    : setter;
}

/** What a platform may have of its own. */
export interface Engine {
  readonly process?: Partial<Pick<NodeJS.Process, "getBuiltinModule">>;
  readonly setImmediate?: Setter;
  readonly MessageChannel: typeof MessageChannel;
}

/** Keeps a tick. */
type Keeper = typeof platformOf & { tick?: object };

/**
 * Takes what is there: Node's ticks and immediates, or else, in a browser, messages to oneself.
 *
 * A test may have put a clock in their place before this is loaded, and takes it away again: in the globals' place, so
 * Node's own modules are asked first; or in theirs too, as Sinon and node:test do, but nobody does so to the scheduler's.
 */
export function platformOf(engine: Engine): Platform {
  const builtin = engine.process?.getBuiltinModule;
  const { setImmediate }: Partial<Engine> = builtin?.("timers") ?? engine;
  const lap =
    ifReal(setImmediate) ??
    (builtin ? pauses(builtin("timers/promises").scheduler) : messages(engine));
  // oxlint-disable-next-line typescript/unbound-method -- it needs no process
  const nextTick = ifReal(builtin?.("process")?.nextTick) ?? ticksOn(lap);
  const hooks = builtin?.("async_hooks");
  // Stryker disable next-line all: as below
  if (hooks) {
    // One of Node's ticks is kept for its shape: once V8 has collected the last one, it takes every further tick for a new
    // kind of object, and each costs several times as much.
    nextTick(
      // Stryker disable next-line all: it shows in nothing but speed
      () => ((platformOf as Keeper).tick = hooks.executionAsyncResource()),
    );
  }
  return {
    nextTick,
    lap,
    listenToAbort: abortListener(builtin?.("events")),
    Resource: (hooks?.AsyncResource ??
      WithoutContext) as AsyncHooks["AsyncResource"],
  };
}

/** What there is of Node's AsyncResource where nobody has async contexts. */
class WithoutContext {
  runInAsyncScope(callback: () => void): void {
    callback();
  }
}

/**
 * Node has listeners that no other one can silence, https://nodejs.org/api/events.html#eventsaddabortlistenersignal-listener;
 * elsewhere a signal that follows the given one does, if it is one of the platform, since it aborts without any event of that one:
 * https://dom.spec.whatwg.org/#abortsignal-signal-abort
 *
 * Node's function makes three objects for each listener, which took half the time of a wait under a signal. It says all in the
 * options by which it listens, so it is asked for them once. Where they have nothing but `once`, as in Deno, it can be silenced.
 */
function abortListener(events: Events | undefined): Platform["listenToAbort"] {
  let options: object = { once: true };
  const asked = {
    aborted: false,
    addEventListener: (_: string, __: unknown, given: object) => {
      options = given;
    },
  };
  events?.addAbortListener(asked as never, Boolean); // that is never called
  const resists = Reflect.ownKeys(options)[1];
  return (signal, callback) => {
    const heard =
      !resists && signal instanceof AbortSignal
        ? AbortSignal.any([signal])
        : signal;
    heard.addEventListener("abort", callback, options);
    return () => heard.removeEventListener("abort", callback);
  };
}

/** Behind a pause of the scheduler comes a lap: https://nodejs.org/api/timers.html#timerspromisesscheduleryield */
function pauses(scheduler: { yield(): Promise<unknown> }): Platform["lap"] {
  const pause = scheduler.yield.bind(scheduler);
  return (job) => void pause().then(job);
}

/** A message comes on a lap of its own. */
function messages({ MessageChannel }: Engine): Platform["lap"] {
  const { port1, port2 } = new MessageChannel();
  const waiting = new Fifo<() => void>();
  // oxlint-disable-next-line unicorn/prefer-add-event-listener -- it also starts the port
  (port1 as { onmessage?: unknown }).onmessage = () => waiting.shift()();
  return (callback) => {
    waiting.push(callback);
    port2.postMessage(undefined);
  };
}

/** Ticks as Node has them: all that are waiting run on one lap, and those that they add. Where one throws, the next lap goes on. */
function ticksOn(lap: Platform["lap"]): Platform["nextTick"] {
  const waiting = new Fifo<() => void>();
  const runAll = (): void => {
    while (waiting.size > 0) {
      waiting.shift()();
    }
  };
  return (callback) => {
    waiting.push(callback);
    lap(runAll);
  };
}

// Taken once, so that turns and breathing space go on where a test has replaced the globals.
export const { nextTick, lap, listenToAbort, Resource } =
  platformOf(globalThis);
