import { Console } from "node:console";
import { EventEmitter } from "node:events";
import { format } from "node:util";

/** A printed line, and the virtual millisecond at which it was printed. */
export interface PrintedLine {
  readonly at: number;
  readonly text: string;
}

/** A console without colours that hands on what it prints, without the last newline. */
function consoleOn(print: (text: string) => void): Console {
  const write = (text: string): void => print(text.replace(/\n$/, ""));
  const sink: unknown = Object.assign(new EventEmitter(), { write });
  const stdout = sink as NodeJS.WritableStream;
  return new Console({ stdout, stderr: stdout, colorMode: false });
}

/** What a console can do. */
const METHODS = Object.keys(consoleOn(String)) as "table"[];

/** Records what is printed through `console`, as a terminal would show it, instead of printing it. */
export class Recorder {
  #console: Console | undefined;
  #lines!: PrintedLine[];
  #output!: string;
  #indent!: string;
  #now!: () => number;
  #onLine: ((line: number) => void) | undefined;

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
  }

  /** Takes the console's place. @returns a function that gives it back */
  install(): () => void {
    const before = { ...console };
    Object.assign(console, this.#rareMethods(), this.#usualMethods());
    return () => {
      Object.assign(console, before);
    };
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

  /** Everything else is left to a console of Node's own, a new one for each record, since it counts. */
  #rareMethods(): object {
    return Object.fromEntries(
      METHODS.map((name) => {
        const method = (...values: [unknown]): void => {
          this.#console ??= consoleOn((text) => this.#record(text));
          this.#console[name](...values);
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
    const at = this.#now();
    for (const line of text.split("\n")) {
      const shown = this.#indent + line;
      this.#lines.push({ at, text: shown });
      this.#onLine?.(this.#lines.length - 1);
      this.#output += `${shown}\n`;
    }
  }
}
