import { shown } from "../core/checks.ts";

/**
 * A value in Python's notation, as the chapter prints it.
 *
 * - Handles integers, strings, arrays (lists), and Maps and plain objects (dicts) of them, nested as one likes.
 * - Refuses everything else, rather than print something that Python never would.
 * - A plain object's keys are strings and come in JavaScript's order, which is not the written one where they look like
 *   integers: a dict with integer keys is a Map.
 *
 * @throws TypeError if the value, or one inside it, is of another kind or contains itself
 */
export function repr(value: unknown): string {
  return write(value);
}

function write(value: unknown, ...inside: readonly object[]): string {
  if (typeof value === "string") {
    return quote(value);
  }
  if (Number.isInteger(value)) {
    return String(BigInt(value as number));
  }
  if (Array.isArray(value)) {
    const within = enter(value, inside);
    return `[${Array.from(value, (item) => write(item, ...within)).join(", ")}]`;
  }
  const entries = entriesOf(value);
  const within = enter(value as object, inside);
  const pairs = entries.map(
    ([key, item]) => `${writeKey(key)}: ${write(item, ...within)}`,
  );
  return `{${pairs.join(", ")}}`;
}

function writeKey(key: unknown): string {
  if (typeof key !== "string" && !Number.isInteger(key)) {
    throw refusal("a dict's key must be an integer or a string", key);
  }
  return write(key);
}

function enter(value: object, inside: readonly object[]): readonly object[] {
  if (inside.includes(value)) {
    throw refusal("it must not contain itself", value);
  }
  return [...inside, value];
}

function entriesOf(value: unknown): (readonly [unknown, unknown])[] {
  if (value instanceof Map) {
    return [...value];
  }
  if (isPlainObject(value)) {
    return Reflect.ownKeys(value).map((key) => [key, value[key]] as const);
  }
  throw refusal(
    "it must be an integer, a string, an array, a Map or a plain object",
    value,
  );
}

function isPlainObject(value: unknown): value is Record<PropertyKey, unknown> {
  if (typeof value !== "object" || value === null) {
    return false;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function refusal(reason: string, value: unknown): TypeError {
  return new TypeError(
    `Cannot write a value in Python's notation: ${reason}, received ${shown(value)}`,
  );
}

const escapes: Readonly<Record<string, string>> = {
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
};

/** Quotes and escapes as https://docs.python.org/3/library/functions.html#repr does. */
function quote(text: string): string {
  const mark = text.includes("'") && !text.includes('"') ? '"' : "'";
  // Python escapes what str.isprintable() denies: https://docs.python.org/3/library/stdtypes.html#str.isprintable
  const body = text.replace(/[\\'\p{C}\p{Z}]/gu, (character) => {
    if (character === " ") {
      return character;
    }
    if (character === "'") {
      return mark === "'" ? "\\'" : character;
    }
    return escapes[character] ?? escapeCodePoint(character);
  });
  return mark + body + mark;
}

function escapeCodePoint(character: string): string {
  const hex = character.codePointAt(0)!.toString(16);
  if (hex.length <= 2) {
    return `\\x${hex.padStart(2, "0")}`;
  }
  return hex.length <= 4
    ? `\\u${hex.padStart(4, "0")}`
    : `\\U${hex.padStart(8, "0")}`;
}
