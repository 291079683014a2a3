import type * as NodeConsole from "node:console";
import { nodeConsole, ownProcess } from "./builtins.ts";
import { format } from "./inspect.ts";
import { plainConsole } from "./plain-console.ts";
import { replace } from "./replace.ts";

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

/** Node prints its warnings through console.error. They are of the process: they bear its number, and are no output. */
function isWarning(text: unknown): boolean {
  return typeof text === "string" && text.startsWith(WARNING);
}

const WARNING = `(node:${ownProcess?.pid}) `;

/** What a console can do. */
const METHODS = Object.keys(makeConsole(String));

/**
 * Records what is printed through `console`, as a terminal would show it, instead of printing it.
 *
 * @internal
 */
export class Recorder {
  #console: Record<string, Print> | undefined;
  #lines!: PrintedLine[];
  #output!: string;
  #indent!: string;
  #now!: () => number;
  #onLine: ((line: number) => void) | undefined;
  #isOver = false;

  /** What was printed since `begin`. */
  get lines(): readonly PrintedLine[] {
    return this.#lines;
  }

  /** What a terminal would have shown since `begin`, each line with its newline. */
  get output(): string {
    return this.#output;
  }

  /** Begins a new record. @param onLine told the index of each line */
  begin(now: () => number, onLine?: (line: number) => void): void {
    this.#now = now;
    this.#onLine = onLine;
    this.#lines = [];
    this.#output = "";
    this.#indent = "";
    this.#console = undefined;
    this.#isOver = false;
  }

  /** What is printed from now on is no part of the record: the program has failed. */
  end(): void {
    this.#isOver = true;
  }

  /** Takes the console's place. @returns a function that gives it back */
  install(): () => void {
    const { error } = console;
    const methods = { ...this.#rareMethods(), ...this.#usualMethods() };
    const record = (methods as Record<string, Print>)["error"] as Print;
    return replace(console, {
      ...methods,
      error: (...values: unknown[]) =>
        isWarning(values[0]) ? error(...values) : record(...values),
    });
  }

  /** What is called most, as short as can be. */
  // Stryker disable next-line BlockStatement: what is missing here is done at more length below
  #usualMethods(): object {
    const print = (...values: unknown[]): void => this.#print(values);
    const group = (...values: unknown[]): void => {
      if (values.length > 0) {
        this.#print(values);
      }
      this.#indent += "  ";
    };
    const groupEnd = (): void => {
      this.#indent = this.#indent.slice(2);
    };
    const groups = { group, groupCollapsed: group, groupEnd };
    // Stryker disable next-line ObjectLiteral: as above
    return { log: print, info: print, debug: print, warn: print, ...groups };
  }

  /** Everything else is left to a console that is new for each record, since it counts. */
  #rareMethods(): object {
    return Object.fromEntries(
      METHODS.map((name) => {
        const method = (...values: unknown[]): void => {
          this.#console ??= makeConsole((text) => this.#record(text));
          (this.#console[name] as Print)(...values);
        };
        return [name, method];
      }),
    );
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
    const text = this.#indent + line;
    this.#lines.push({ at, text });
    this.#onLine?.(this.#lines.length - 1);
    this.#output += `${text}\n`;
  }
}
