import { safely } from "../../core/checks.ts";
import { util } from "./builtins.ts";

interface InspectOptions {
  readonly depth?: number;
  readonly breakLength?: number;
  readonly customInspect?: boolean;
}

/** A value in words, as `util.inspect` has them; where that is absent, nearly so, and always on one line. */
export const inspect: (value: unknown, options?: InspectOptions) => string =
  util?.inspect ?? ((value, { depth = 2 } = {}) => plainly(value, depth));

/** What `console.log` shows of its arguments, as `util.format` has it; where that is absent, nearly so. */
export const format: (...values: unknown[]) => string =
  util?.format ?? formatPlainly;

function formatPlainly(...values: unknown[]): string {
  const [first, ...rest] = values;
  if (typeof first !== "string" || values.length === 1) {
    return values.map(asWord).join(" ");
  }
  const text = first.replaceAll(/%[sdifjoOc%]/g, (mark) => {
    if (mark === "%%") {
      return "%";
    }
    return rest.length === 0
      ? mark
      : (PLACEHOLDERS[mark] as typeof asWord)(rest.shift());
  });
  return [text, ...rest.map(asWord)].join(" ");
}

const PLACEHOLDERS: Record<string, (value: unknown) => string> = {
  "%s": (value) => (typeof value === "string" ? value : plainly(value, 0)),
  "%d": (value) => String(Number(value)),
  "%i": (value) => String(parseInt(asWord(value), 10)),
  "%f": (value) => String(parseFloat(asWord(value))),
  "%j": (value) => JSON.stringify(value),
  "%o": (value) => plainly(value, 4),
  "%O": (value) => plainly(value, 4),
  "%c": () => "", // a style
};

function asWord(value: unknown): string {
  return typeof value === "string" ? value : plainly(value, 2);
}

function plainly(value: unknown, depth: number): string {
  if (typeof value === "object" && value !== null) {
    return objectPlainly(value, depth);
  }
  if (typeof value === "function") {
    return functionPlainly(value);
  }
  if (Object.is(value, -0)) {
    return "-0";
  }
  if (typeof value === "bigint") {
    return `${value}n`;
  }
  return typeof value === "string" ? quoted(value) : String(value);
}

function functionPlainly(value: Function): string {
  const { name } = value;
  if (!/^class\b/.test(Function.prototype.toString.call(value))) {
    return `[Function${name === "" ? " (anonymous)" : `: ${name}`}]`;
  }
  const { name: parent } = Object.getPrototypeOf(value) as Function;
  const family = parent === "" ? "" : ` extends ${parent}`;
  return `[class ${name === "" ? "(anonymous)" : name}${family}]`;
}

function quoted(text: string): string {
  const inDoubleQuotes = JSON.stringify(text);
  return text.includes("'")
    ? inDoubleQuotes
    : `'${inDoubleQuotes.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** What it is made of, down to the depth: there is an end to it also where it holds itself. */
function objectPlainly(value: object, depth: number): string {
  if (value instanceof Error) {
    return value.stack ?? String(value);
  }
  if (value instanceof Date) {
    return safely(() => value.toISOString(), "Invalid Date");
  }
  if (value instanceof RegExp) {
    return safely(() => String(value), "RegExp {}");
  }
  const kind = value.constructor?.name ?? "Object";
  if (depth < 0) {
    return `[${kind}]`;
  }
  const show = (part: unknown): string => plainly(part, depth - 1);
  if (Array.isArray(value)) {
    return enclosed("", "[", value.map(show), "]");
  }
  if (value instanceof Set) {
    const items = [...value].map(show);
    return enclosed(`Set(${value.size}) `, "{", items, "}");
  }
  if (value instanceof Map) {
    const items = [...value].map(([key, of]) => `${show(key)} => ${show(of)}`);
    return enclosed(`Map(${value.size}) `, "{", items, "}");
  }
  const items = Object.entries(value).map(([key, of]) => `${key}: ${show(of)}`);
  return enclosed(kind === "Object" ? "" : `${kind} `, "{", items, "}");
}

function enclosed(
  kind: string,
  open: string,
  items: readonly string[],
  close: string,
): string {
  return items.length === 0
    ? `${kind}${open}${close}`
    : `${kind}${open} ${items.join(", ")} ${close}`;
}
