import { format, inspect } from "node:util";

/** A printed line, and the virtual millisecond at which it was printed. */
export interface PrintedLine {
  readonly at: number;
  readonly text: string;
}

/** Records what is printed through `console`, as a terminal would show it, instead of printing it. */
export class Recorder {
  /** Told the index of each line. */
  onLine: ((line: number) => void) | undefined;
  #lines: PrintedLine[] = [];
  #output = "";
  #indent = "";
  #now: () => number = () => 0;

  /** What was printed since `begin`. */
  get lines(): readonly PrintedLine[] {
    return this.#lines;
  }

  /** What a terminal would have shown since `begin`, each line with its newline. */
  get output(): string {
    return this.#output;
  }

  /** Begins a new record. */
  begin(now: () => number): void {
    this.#now = now;
    this.#lines = [];
    this.#output = "";
    this.#indent = "";
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
      const shown = this.#indent + line;
      this.#lines.push({ at, text: shown });
      this.onLine?.(this.#lines.length - 1);
      this.#output += `${shown}\n`;
    }
  }
}
