import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** A place in a source file: the function's name, if it has one, and `file:line:column`, relative to the working directory. */
export interface Place {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** How deep to look for the first frame that is the user's. */
const DEPTH = 12;

/** Code whose frames say nothing about the user's program: this kit, the patterns under it, Node and installed packages. */
const ours = [
  new URL("../x", import.meta.url).href,
  new URL("../../core/x", import.meta.url).href,
  new URL("../../patterns/x", import.meta.url).href,
].map((url) => fileURLToPath(new URL(".", url)));

/** Where the program was when the trace was taken; nothing is worked out until somebody asks. */
export class Trace {
  readonly #holder = {} as { stack: string };
  #places: readonly Place[] | undefined;

  constructor() {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = DEPTH;
    Error.captureStackTrace(this.#holder, Trace);
    Error.stackTraceLimit = limit;
  }

  /** Whether it was taken as a `then` made its promise: one in the source, or the one by which V8 adopts a promise. */
  // Stryker disable BlockStatement,Regex: only from Node 26 on is anything of that kind in a trace
  get isThen(): boolean {
    return /at init(?:All)? .*\n +at Promise\.then /.test(this.#holder.stack);
  }
  // Stryker restore BlockStatement,Regex

  /** The user's frames, innermost first. */
  get places(): readonly Place[] {
    this.#places ??= parse(this.#holder.stack);
    return this.#places;
  }
}

/** ` at file:line:column (name)` for a message, or nothing where no frame is the user's. */
export function at(trace: Trace | undefined): string {
  const place = trace?.places[0];
  if (place === undefined) {
    return "";
  }
  const { name, file, line, column } = place;
  return ` at ${file}:${line}:${column}${name === "" ? "" : ` (${name})`}`;
}

/** What tells whether two frames are the same call, seen from inside and from outside. */
export function lineOf({ file, line, name }: Place): string {
  return `${file}:${line}:${name}`;
}

/** https://v8.dev/docs/stack-trace-api#appendix%3A-stack-trace-format */
function parse(stack: string): Place[] {
  const frame =
    / at (?:async )?(?:(.*?) \()?((?:file:\/\/)?\/[^()\n]*):(\d+):(\d+)\)?$/gm;
  return [...stack.matchAll(frame)]
    .map(([, name = "", path, line, column]) => ({
      name: isInferred(name) ? "" : name,
      file: pathOf(path as string),
      line: Number(line),
      column: Number(column),
    }))
    .filter(
      ({ file }) =>
        !file.includes("/node_modules/") &&
        !ours.some((own) => file.startsWith(own)),
    )
    .map((place) => ({ ...place, file: relative(process.cwd(), place.file) }));
}

/** Modules that Node has loaded itself go by their URL. */
function pathOf(file: string): string {
  return file.startsWith("file:") ? fileURLToPath(file) : file;
}

/** V8 names an anonymous function after the variable or property it is on its way to, such as `task.name`. */
function isInferred(name: string): boolean {
  return /^[a-z_$][\w$]*\.|<anonymous>/.test(name);
}

/** How many traces one run takes: each costs a few microseconds, and who is stuck is mostly stuck early. */
export class TraceBudget {
  #left: number;

  constructor(traces: number) {
    this.#left = traces;
  }

  get isSpent(): boolean {
    return this.#left <= 0;
  }

  take(): Trace | undefined {
    return this.#left-- > 0 ? new Trace() : undefined;
  }
}
