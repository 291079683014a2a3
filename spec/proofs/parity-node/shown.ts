import { MessagePort } from "node:worker_threads";
import type { Oddity } from "./program.ts";

/** What programs throw and abort with. */
export class ProgramError extends Error {
  override name = "ProgramError";

  constructor(number: number) {
    super(`E${number}`);
  }
}

/** Values that are thrown though they are no errors, or no plain ones. */
export function odd(what: Oddity): unknown {
  return makers[what]();
}

const makers: Readonly<Record<Oddity, () => unknown>> = {
  undefined: () => undefined,
  null: () => null,
  zero: () => 0,
  text: () => "a text",
  symbol: () => Symbol("a symbol"),
  object: () => ({ code: 7 }),
  bare: () => Object.create(null) as unknown,
  frozen: () => Object.freeze(new ProgramError(100)),
  caused: () => new Error("caused", { cause: new ProgramError(101) }),
  several: () => new AggregateError([new ProgramError(102), 103], "several"),
};

/** A value as programs print it: errors with what a caller can tell them apart by. */
export function shown(value: unknown): string {
  if (value instanceof ProgramError) {
    return value.message;
  }
  if (value instanceof AggregateError) {
    return `${value.name} ${shown(value.errors)}`;
  }
  if (value instanceof Error) {
    const { name, message, cause } = value;
    const because = cause === undefined ? "" : ` because ${shown(cause)}`;
    return `${name} ${message}${because}`;
  }
  if (value instanceof MessagePort) {
    return "a port";
  }
  if (Array.isArray(value)) {
    return `[${value.map(shown).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(
      ([key, of]) => `${key} ${shown(of)}`,
    );
    return `{${parts.join(", ")}}`;
  }
  return String(value);
}
