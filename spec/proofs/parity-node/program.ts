/*
 * A program is data, so that two event loops can be given the same one and a failing one can be made smaller. What it
 * makes has numbers: `timer 3` is whatever was made last under that number. A step about something that does not exist
 * does nothing.
 *
 * What is left out, since there Node and the kit differ by intent (see the contract of timers in the README):
 *
 * - where a program ends by running empty, nothing that fires once is unref'd: a run waits for it, a process does not;
 * - immediates that are unref'd: Node's loop comes to them as it wakes up, and threads of V8 may wake it;
 * - delays above 2^31-1 ms;
 * - when a port says that it is closed, for which Node's loop has a phase of its own, behind the immediates.
 */

/** The number of something that a program makes; each kind of thing counts for itself. */
export type Id = number;

/** What is called when something happens, or runs as an async function: its steps, one after the other. */
export type Block = readonly Op[];

/** How promises are combined. */
export const combinators = ["all", "allSettled", "any", "race"] as const;

/** What is thrown, and a promise rejected with, other than errors of programs. */
export const oddErrors = ["frozen", "caused", "several"] as const;
export const oddities = [
  ...oddErrors,
  "object",
  "bare",
  "undefined",
  "null",
  "zero",
  "text",
  "symbol",
] as const;
export type Oddity = (typeof oddities)[number];

/** How a thenable behaves that is no promise. */
export const thenables = [
  "at once",
  "later",
  "twice",
  "fails",
  "throws",
] as const;

/** Events of the process, by which a program hears what nobody handles. */
export const processEvents = [
  "unhandledRejection",
  "rejectionHandled",
  "uncaughtException",
  "uncaughtExceptionMonitor",
] as const;

/** Steps that wait; a block with one of them is an async function, another one is a plain function. */
export type WaitingOp =
  | readonly ["await", promise: Id]
  /** Awaits what is there already, so many times. */
  | readonly ["turns", number]
  | readonly ["nap", ms: number]
  /** The next three are of timers/promises; signal 0 is none. */
  | readonly ["sleep", ms: number, signal: Id]
  | readonly ["yield", signal: Id]
  /** `for await` over an interval, left after so many rounds. */
  | readonly ["rounds", ms: number, count: number, signal: Id, Block]
  | readonly ["wait", ms: number, signal: Id]
  | readonly ["pause"]
  | readonly ["try", Block, handler: Block]
  | readonly ["finally", Block, Block]
  /** `for await` over an async generator that takes a step before each item, left after so many items. */
  | readonly ["loop", before: Block, closing: Block, count: number, Block]
  /** events.once, and `for await` over events.on. */
  | readonly ["awaitEvent", emitter: Id, signal: Id]
  | readonly ["eachEvent", emitter: Id, count: number, signal: Id, Block]
  /** events.once of an EventTarget. */
  | readonly ["awaitDispatch", target: Id, signal: Id]
  /** `for await` over a stream of either kind. */
  | readonly ["readStream", stream: Id, count: number, Block];

/** Steps that do not wait. */
export type PlainOp =
  | readonly ["log", string]
  | readonly ["throw", number]
  | readonly ["throwOdd", Oddity]
  | readonly ["timeout", timer: Id, ms: number, Block]
  /** Clears itself as it fires for so manyth time. */
  | readonly ["interval", timer: Id, ms: number, times: number, Block]
  | readonly ["immediate", timer: Id, Block]
  | readonly ["clear", timer: Id]
  /** By what the timer is as a primitive. */
  | readonly ["clearByNumber", timer: Id]
  | readonly ["close", timer: Id]
  | readonly ["refresh", timer: Id]
  | readonly ["unref", timer: Id]
  | readonly ["ref", timer: Id]
  | readonly ["hasRef", timer: Id]
  | readonly ["tick", Block]
  | readonly ["microtask", Block]
  /** Calls a function; if that is async, the number is that of its promise. */
  | readonly ["call", promise: Id, Block]
  | readonly ["deferred", promise: Id]
  | readonly ["resolve", promise: Id, value: number]
  /** Resolves it with another promise. */
  | readonly ["follow", promise: Id, Id]
  | readonly ["reject", promise: Id, error: number]
  | readonly ["rejectOdd", promise: Id, Oddity]
  | readonly [
      "thenable",
      promise: Id,
      (typeof thenables)[number],
      value: number,
    ]
  /** A promise of a subclass that follows another promise. */
  | readonly ["subclass", promise: Id, of: Id]
  /** util.callbackify */
  | readonly ["callBack", promise: Id]
  | readonly ["andThen", promise: Id, of: Id, Block]
  | readonly ["catch", promise: Id, of: Id, Block]
  | readonly ["lastly", promise: Id, of: Id, Block]
  | readonly [
      "combine",
      promise: Id,
      (typeof combinators)[number],
      readonly Id[],
    ]
  | readonly ["abort", signal: Id, error: number]
  /** AbortSignal.timeout and AbortSignal.any. */
  | readonly ["deadline", signal: Id, ms: number]
  | readonly ["anySignal", signal: Id, readonly Id[]]
  | readonly ["isAborted", signal: Id]
  | readonly ["onAbort", signal: Id, "every" | "once" | "last", Block]
  /** events.addAbortListener, the property `onabort`, and util.aborted, whose promise is kept. */
  | readonly ["addAbort", signal: Id, Block]
  | readonly ["setOnAbort", signal: Id, Block]
  | readonly ["aborted", promise: Id, signal: Id]
  | readonly ["on", emitter: Id, "every" | "once" | "first", Block]
  | readonly ["emit", emitter: Id, value: number]
  | readonly ["off", emitter: Id]
  | readonly ["onError", emitter: Id, Block]
  | readonly ["emitError", emitter: Id, error: number]
  /** Another emitter of that number, with `captureRejections`. */
  | readonly ["capture", emitter: Id]
  | readonly ["listen", target: Id, "every" | "once", signal: Id, Block]
  | readonly ["dispatch", target: Id]
  /** The listener of the process counts as the program's own. */
  | readonly ["hear", (typeof processEvents)[number], "every" | "once", Block]
  /** `storage.run`, and `storage.enterWith`. */
  | readonly ["within", context: number, Block]
  | readonly ["enter", context: number]
  /** `storage.exit` */
  | readonly ["outside", Block]
  /** Keeps the present context, and runs a block in a kept one. */
  | readonly ["keep", context: Id, "resource" | "snapshot"]
  | readonly ["restore", context: Id, Block]
  /** Binds a function to the present context and calls it from a tick of none. */
  | readonly ["bind", Block]
  /** A MessageChannel, whose second port runs the block for each message. */
  | readonly ["channel", port: Id, "on" | "onmessage", Block]
  | readonly ["post", port: Id, value: number]
  | readonly ["unrefPort", port: Id]
  | readonly ["closePort", port: Id]
  /** Gives the sending port of another channel away. */
  | readonly ["handOver", port: Id, of: Id]
  /** receiveMessageOnPort */
  | readonly ["receive", port: Id]
  /** A stream of the web whose source runs the block before each of so many chunks. */
  | readonly ["webStream", stream: Id, room: number, count: number, Block]
  /** Readable.from an async generator that takes a step before each item. */
  | readonly ["nodeStream", stream: Id, Block]
  /** A PassThrough with room for so many items. */
  | readonly ["passThrough", stream: Id, room: number]
  | readonly ["onData", stream: Id, Block]
  | readonly ["write", stream: Id, value: number]
  | readonly ["endStream", stream: Id]
  | readonly ["destroy", stream: Id, error: number]
  | readonly ["pipe", stream: Id, into: Id];

export type Op = WaitingOp | PlainOp;

export interface Program {
  /** At a certain moment, or as soon as nothing is left that keeps a process alive. */
  readonly ending: "moment" | "empty";
  /** Listens to rejections and exceptions that nobody handles; else it ends with the first. */
  readonly listens: boolean;
  readonly main: Block;
}

/** What a program prints, in order, each line behind its millisecond; how it died is a line without one. */
export type Transcript = readonly string[];
