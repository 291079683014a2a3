import type * as NodeConsole from "node:console";
import { nodeConsole } from "./builtins.ts";
import { format } from "./inspect.ts";
import { plainConsole } from "./plain-console.ts";
import { PrintedStreams } from "./printed-streams.ts";
import { inTurn, replace } from "./replace.ts";

/** A printed line, and the virtual millisecond at which it was printed. */
export interface PrintedLine {
  readonly at: number;
  readonly text: string;
}

type Print = (...values: unknown[]) => void;

/** Makes a console that hands on what it prints, without colours and without the last newline. */
const makeConsole: (print: (text: string) => void) => Record<string, Print> =
  nodeConsole === undefined ? plainConsole : consoleOfNode;

function consoleOfNode(print: (text: string) => void): Record<string, Print> {
  const { Console } = nodeConsole as typeof NodeConsole;
  const write = (text: string): void => print(text.replace(/\n$/, ""));
  const stdout = { write } as unknown as NodeJS.WritableStream;
  const settings = { colorMode: false, ignoreErrors: false } as const;
  return new Console({ stdout, stderr: stdout, ...settings }) as never;
}

/** What a console can do. */
const METHODS = Object.keys(makeConsole(String));

const PRINTING = ["log", "info", "debug", "warn", "error"];
const GROUPING = ["group", "groupCollapsed"];

type Act = (recorder: Recorder, values: unknown[]) => void;

/** The same act by each of these names. */
function called(names: readonly string[], act: Act): Record<string, Act> {
  return Object.fromEntries(names.map((name) => [name, act]));
}

/**
 * Records what is printed, by the console or to the process's streams, as a terminal would show it, instead of printing it.
 *
 * @internal
 */
export class Recorder {
  static #latest: Recorder | undefined;
  /** How what is called most is recorded, as short as can be; the rest is left to another console. */
  // Stryker disable BlockStatement,ObjectLiteral: what is missing here is done at more length by that one
  static readonly #acts: Readonly<Record<string, Act>> = {
    ...called(PRINTING, (recorder, values) => recorder.#print(values)),
    ...called(GROUPING, (recorder, values) => {
      if (values.length > 0) {
        recorder.#print(values);
      }
      recorder.#indent += "  ";
    }),
    groupEnd: (recorder) => {
      recorder.#indent = recorder.#indent.slice(2);
    },
  };
  // Stryker restore BlockStatement,ObjectLiteral

  /** One that is new for each record, since it counts. */
  #console: Record<string, Print> | undefined;
  #lines!: PrintedLine[];
  #output!: string;
  #indent!: string;
  /** The last line has no end yet: what is printed next goes on with it. */
  #isOpen = false;
  readonly #streams: PrintedStreams;
  #now!: () => number;
  #onPrint: ((line: number, isNew: boolean) => void) | undefined;
  #isOver = false;

  /** @param isOfProgram whether the code is the program's that writes to a stream of the process now */
  constructor(isOfProgram: () => boolean) {
    this.#streams = new PrintedStreams(isOfProgram, (text) =>
      this.#write(text),
    );
  }

  /** What was printed since `begin`. */
  get lines(): readonly PrintedLine[] {
    return this.#lines;
  }

  /** What a terminal would have shown since `begin`, each line with its newline. */
  get output(): string {
    return this.#output;
  }

  /** Begins a new record. @param onPrint told the index of the line that is printed, or goes on */
  begin(
    now: () => number,
    onPrint?: (line: number, isNew: boolean) => void,
  ): void {
    this.#now = now;
    this.#onPrint = onPrint;
    this.#lines = [];
    this.#output = "";
    this.#indent = "";
    this.#streams.begin();
    this.#console = undefined;
    this.#isOver = false;
  }

  /** What is printed from now on is no part of the record: the program has failed. */
  end(): void {
    this.#isOver = true;
  }

  /**
   * Takes the console's place. What is said to a method that a program has kept is printed, or part of the next record.
   * @returns a function that gives the place back
   */
  install(): () => void {
    const real = console as unknown as Record<string, Print>;
    const methods = METHODS.map((name) => {
      const print = real[name];
      return {
        [name]: (...values: unknown[]): void => {
          const recorder = Recorder.#latest;
          if (!recorder || recorder.#streams.take(name, values[0])) {
            print?.apply(real, values);
          } else {
            recorder.#act(name, values);
          }
        },
      };
    });
    return inTurn([
      () => replace(real, Object.assign({}, ...methods) as object),
      () => this.#streams.install(),
      () => {
        Recorder.#latest = this;
        return () => (Recorder.#latest = undefined);
      },
    ]);
  }

  #act(method: string, values: unknown[]): void {
    const act = Recorder.#acts[method];
    if (act === undefined) {
      this.#console ??= makeConsole((text) => this.#record(text));
      (this.#console[method] as Print)(...values);
    } else {
      act(this, values);
    }
  }

  #print(values: unknown[]): void {
    const [first] = values;
    // Stryker disable next-line ConditionalExpression,StringLiteral: format does the same, and takes longer
    const isPlain = values.length === 1 && typeof first === "string";
    this.#record(isPlain ? first : format(...values));
  }

  #record(text: string): void {
    if (this.#isOver) {
      return;
    }
    const at = this.#now();
    if (text.includes("\n")) {
      text.split("\n").forEach((line) => this.#recordLine(at, line));
    } else {
      this.#recordLine(at, text);
    }
  }

  #recordLine(at: number, line: string): void {
    this.#put(at, this.#indent + line, "\n");
  }

  /** What a stream is given: it need not end with a line. */
  #write(text: string): void {
    if (this.#isOver) {
      return;
    }
    const at = this.#now();
    const lines = text.split("\n");
    const rest = lines.pop();
    lines.forEach((line) => this.#put(at, line, "\n"));
    if (rest) {
      this.#put(at, rest, "");
    }
  }

  #put(at: number, text: string, end: "\n" | ""): void {
    const begun = this.#isOpen ? this.#lines.pop() : undefined;
    this.#lines.push(
      begun ? { ...begun, text: begun.text + text } : { at, text },
    );
    this.#onPrint?.(this.#lines.length - 1, begun === undefined);
    this.#isOpen = end === "";
    this.#output += text + end;
  }
}
