import { safely } from "../../core/checks.ts";
import { path, url } from "./builtins.ts";

/** A place in a source file: the function's name, if it has one, and `file:line:column`, relative to the working directory. */
export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How deep to look for the first frame that is the user's. */
const DEPTH = 16;

/** V8's own, also where a program has put something else in their place, or taken them away. */
const V8Error = Error;
/** Some browsers cannot take down a stack; no places are known there. */
const { captureStackTrace } = V8Error as Partial<typeof Error>;

/** @returns the limit before. A program may have frozen how stacks are made, as one that trusts no code does: then it stays. */
function limitTo(depth: number | undefined): number | undefined {
  try {
    const { stackTraceLimit } = V8Error;
    V8Error.stackTraceLimit = depth as number;
    return stackTraceLimit;
  } catch {
    return undefined;
  }
}

let usual: unknown;

/** What makes stacks now does so for all traces: a runner's, say, that knows the sources. What a program puts there may give anything. */
export function keepFormatOfStacks(): void {
  usual = formatOfStacks();
}

keepFormatOfStacks();

/** Frames of what is called as a promise is made: the kit's, and Node's where it has several to call. */
const HOOK = /^ +at (?:#init|initAll) /;

/** Where the program was when the trace was taken; nothing is worked out until somebody asks. */
export class Trace {
  readonly #holder: { stack?: string } = {};
  #places: readonly Place[] | undefined;

  constructor() {
    if (captureStackTrace !== undefined) {
      const limit = limitTo(DEPTH);
      captureStackTrace(this.#holder, Trace);
      limitTo(limit);
    }
  }

  /** V8 has it made when it is first asked for, by the program if that wants to: then it may be anything. */
  get #stack(): string {
    const read = (): unknown => this.#holder.stack;
    const stack = safely(
      () => (formatOfStacks() === usual ? read() : formatted(usual, read)),
      undefined,
    );
    return typeof stack === "string" ? stack : "";
  }

  /** Whether it was taken as a `then` made its promise: one in the source, or the one by which V8 adopts a promise. */
  // Stryker disable BlockStatement,Regex: only from Node 26 on is anything of that kind in a trace
  get isThen(): boolean {
    return /at (?:#init|initAll) .*\n +at Promise\.then /.test(this.#stack);
  }
  // Stryker restore BlockStatement,Regex

  /** Whether it was taken as an `await` in the user's own code made its promise, and not one somewhere that it called. */
  get isOwnAwait(): boolean {
    const lines = this.#stack.split("\n");
    const hook = lines.findLastIndex((line) => HOOK.test(line));
    return framesIn(`${lines[hook + 1]}`).some((frame) => !isOurs(frame));
  }

  /** The user's frames, innermost first. */
  get places(): readonly Place[] {
    this.#places ??= this.frames
      .filter((frame) => !isOurs(frame))
      .map((place) => ({ ...place, file: relative(place.file) }));
    return this.#places;
  }

  /** The lines of the stack that are the user's, as any error has them. */
  get userLines(): readonly string[] {
    return this.#stack
      .split("\n")
      .filter((line) => framesIn(line).some((frame) => !isOurs(frame)));
  }

  /** All frames in files, innermost first. */
  get frames(): readonly Place[] {
    return framesIn(this.#stack);
  }
}

/** So many frames are deep. */
const DEEP = 100;

/** Whether very many functions have called one another. */
export function isDeep(): boolean {
  return bareCalls(DEEP, isDeep).length === DEEP;
}

/**
 * The calls under way below one, innermost first, each of which is a frame of a stack as text. They are as V8 has them: a
 * program's own function to make a stack could give anything, while a runner's, or Node's own where it reads source maps,
 * gives the places of the sources, and takes long.
 */
export function bareCalls(
  depth: number,
  below: (...args: never) => unknown,
): readonly object[] {
  const limit = limitTo(depth);
  const calls = safely(() => callsBelow(below), undefined);
  limitTo(limit);
  return Array.isArray(calls) ? (calls as object[]) : [];
}

function callsBelow(below: (...args: never) => unknown): unknown {
  const holder: { stack?: unknown } = {};
  return formatted(
    (_: unknown, calls: unknown) => calls,
    () => {
      captureStackTrace?.(holder, below);
      return holder.stack;
    },
  );
}

/** Reads a stack that this function makes, and no other. */
function formatted(prepareStackTrace: unknown, read: () => unknown): unknown {
  const before = formatOfStacks();
  Object.assign(V8Error, { prepareStackTrace });
  try {
    return read();
  } finally {
    Object.assign(V8Error, { prepareStackTrace: before });
  }
}

function formatOfStacks(): unknown {
  return Reflect.get(V8Error, "prepareStackTrace");
}

/** A call as a line of a stack. */
export function frameOf(call: unknown): string {
  return `    at ${String(call)}`;
}

/** Calls somebody who keeps the error that is made there: its stack would keep whatever the functions on it belong to. */
export function withoutStack(call: () => void): void {
  const limit = limitTo(0);
  try {
    call();
  } finally {
    limitTo(limit);
  }
}

/** Where the kit stands, as stacks of a kind say it. */
interface Home {
  /** This module. */
  readonly file: string | undefined;
  /** The folder in which the kit and the library stand, unless they were bundled. */
  readonly folder: string | undefined;
  /** Where the kit ends in its bundle. */
  end?: Place | undefined;
}

/** The kit's homes by traces, and by calls that are bare. */
const homes = [new Trace().frames[0], bareFrames(bareCalls)[0]].map(
  (here): Home => {
    const file = here?.file;
    const [, folder] =
      /^(.*[\\/])testing[\\/]node[\\/]source-places\.\w+(?:\?.*)?$/.exec(
        `${file}`,
      ) ?? [];
    return { file, folder };
  },
);

function bareFrames(below: (...args: never) => unknown): readonly Place[] {
  return framesIn(bareCalls(DEPTH, below).map(frameOf).join("\n"));
}

/**
 * Called at the end of the last module that is on the way from a program's call to main. In a bundle, the user's code may
 * stand in one file with the kit; it comes behind it, since a bundler puts what is imported in front of what imports it.
 */
export function kitEndsHere(): void {
  const ends = [new Trace().frames[1], bareFrames(kitEndsHere)[0]];
  homes.forEach((home, kind) => (home.end = ends[kind]));
}

/** Whether a line of a stack is a frame of the kit, or of the library under it. */
export function isOfKit(line: string): boolean {
  return framesIn(line).some(isInKit);
}

/** Whether a frame says nothing about the user's program: it is in this kit, the library under it, or a package. */
function isOurs(frame: Place): boolean {
  return /[\\/]node_modules[\\/]/.test(frame.file) || isInKit(frame);
}

function isInKit(place: Place): boolean {
  return homes.some((home) => isIn(home, place));
}

function isIn(home: Home, { file, line, column }: Place): boolean {
  const { folder, end } = home;
  if (folder !== undefined) {
    return (
      file.startsWith(folder) &&
      /^(?:testing|core|patterns)[\\/]/.test(file.slice(folder.length))
    );
  }
  return (
    file === home.file &&
    end !== undefined &&
    (line < end.line || (line === end.line && column <= end.column))
  );
}

/** https://v8.dev/docs/stack-trace-api#appendix%3A-stack-trace-format; frames of Node itself and of text that is run are left out. */
function framesIn(stack: string): Place[] {
  const frame =
    / at (?:async )?(?:(.*?) \()?((?:(?:file|https?):\/\/|\/|[A-Za-z]:[\\/])[^()\n]*):(\d+):(\d+)\)?$/gm;
  return [...stack.matchAll(frame)].map(
    ([, name = "", file, line, column]) => ({
      name: isInferred(name) ? "" : name,
      file: pathOf(file as string),
      line: Number(line),
      column: Number(column),
    }),
  );
}

/** Modules that Node has loaded itself go by their URL. */
function pathOf(file: string): string {
  return file.startsWith("file:") && url !== undefined
    ? url.fileURLToPath(file)
    : file;
}

/** A browser's files go by their whole URL, which its console makes a link of; those of a program that has removed its working directory, by their path. */
function relative(file: string): string {
  try {
    return path?.isAbsolute(file) ? path.relative(process.cwd(), file) : file;
  } catch {
    return file;
  }
}

/** V8 names an anonymous function after the variable or property it is on its way to, such as `task.name`. */
function isInferred(name: string): boolean {
  return /^[a-z_$][\w$]*\.|<anonymous>/.test(name);
}

/** ` at file:line:column (name)` for a message, or nothing where no frame is the user's. */
export function at(trace: Trace | undefined): string {
  const place = trace?.places[0];
  return place === undefined ? "" : ` at ${shownPlace(place)}`;
}

function shownPlace({ name, file, line, column }: Place): string {
  return `${file}:${line}:${column}${name === "" ? "" : ` (${name})`}`;
}

/** The same for several; where that does not tell them apart, with the innermost of their callers that does. */
export function apart(traces: readonly Trace[]): string[] {
  const all = traces.map(({ places }) => places.map(shownPlace));
  return traces.map((trace, which) => {
    const places = all[which] as string[];
    const differs = places.findIndex((place, index) =>
      all.some((others) => others[index] !== place),
    );
    return differs > 0
      ? `${at(trace)}, in the call at ${places[differs]}`
      : at(trace);
  });
}

/** What tells whether two frames are the same call, seen from inside and from outside. */
export function lineOf({ file, line, name }: Place): string {
  return `${file}:${line}:${name}`;
}

/** How many traces one run takes: each costs a few microseconds, and code that gets stuck mostly does so early. */
export class TraceBudget {
  readonly #most: number;
  readonly #takesAll: boolean;
  #left: number;

  /** @param takesAll also of what nobody asks for where a program is stuck */
  constructor(traces: number, takesAll: boolean) {
    this.#most = traces;
    this.#left = traces;
    this.#takesAll = takesAll;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  /** Allows some more, unless none were allowed. */
  add(traces: number): void {
    if (this.#most > 0) {
      this.#left = traces;
    }
  }

  take(): Trace | undefined {
    return this.#left-- > 0 ? new Trace() : undefined;
  }

  /** Of a sleep or a turn, which end by themselves. */
  takeMinor(): Trace | undefined {
    return this.#takesAll ? this.take() : undefined;
  }
}
