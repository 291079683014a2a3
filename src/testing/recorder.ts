import { format, inspect } from "node:util";

/** A printed line, and the virtual millisecond at which it was printed. */
export interface PrintedLine {
  readonly at: number;
  readonly text: string;
}

/** Records what is printed through `console`, as a terminal would show it, instead of printing it. */
export class Recorder {
  readonly lines: PrintedLine[] = [];
  readonly #now: () => number;
  #indent = "";

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What a terminal would have shown, each line with its newline. */
  get output(): string {
    return this.lines.map(({ text }) => `${text}\n`).join("");
  }

  /** Takes the console's place. @returns a function that gives it back */
  install(): () => void {
    const print = (...values: unknown[]): void => this.#print(values);
    const group = (...values: unknown[]): void => {
      if (values.length > 0) {
        this.#print(values);
      }
      this.#indent += "  ";
    };
    const methods = {
      log: print,
      info: print,
      debug: print,
      warn: print,
      error: print,
      dir: (value: unknown, options?: object) =>
        this.#print([inspect(value, { customInspect: false, ...options })]),
      group,
      groupCollapsed: group,
      groupEnd: () => {
        this.#indent = this.#indent.slice(2);
      },
    };
    const before = { ...console };
    Object.assign(console, methods);
    return () => {
      Object.assign(console, before);
    };
  }

  #print(values: unknown[]): void {
    const [first] = values;
    const text =
      values.length === 1 && typeof first === "string"
        ? first
        : format(...values);
    const at = this.#now();
    for (const line of text.split("\n")) {
      this.lines.push({ at, text: `${this.#indent}${line}` });
    }
  }
}
