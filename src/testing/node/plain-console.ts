import { format, inspect } from "./inspect.ts";

type Print = (...values: unknown[]) => void;

/** What holds itself has an end there. */
const DEEPEST = 10;

/**
 * A console in Node's words, for where Node's own is absent: it hands on what it prints. It is new for each record, since
 * it counts and takes times. Where Node warns of a label that nobody knows, it is silent.
 *
 * https://nodejs.org/api/console.html
 */
export function plainConsole(
  write: (text: string) => void,
): Record<string, Print> {
  let indent = "";
  const print = (text: string): void => write(text.replaceAll(/^/gm, indent));
  const log: Print = (...values) => print(format(...values));
  const logged = { log, info: log, debug: log, warn: log, error: log };
  const group: Print = (...values) => {
    if (values.length > 0) {
      log(...values);
    }
    indent += "  ";
  };
  return {
    ...logged,
    dirxml: log,
    group,
    groupCollapsed: group,
    groupEnd: () => {
      indent = indent.slice(2);
    },
    dir: (value, options) => {
      const { depth = 2 } = Object(options) as { depth?: number | null };
      print(inspect(value, { depth: Math.min(depth ?? DEEPEST, DEEPEST) }));
    },
    assert: (holds, ...values) => {
      const [first, ...rest] = values;
      if (!holds && typeof first === "string") {
        log(`Assertion failed: ${first}`, ...rest);
      } else if (!holds) {
        log("Assertion failed", ...values);
      }
    },
    table: (data, columns) =>
      typeof data === "object" && data !== null
        ? print(tableOf(data, columns as string[] | undefined))
        : log(data),
    trace: (...values) => print(traceOf(format(...values))),
    ...counting(log),
    ...timing(log),
  };
}

function counting(log: Print): Record<string, Print> {
  const counts = new Map<string, number>();
  return {
    count: (given = "default") => {
      const label = String(given);
      const count = (counts.get(label) ?? 0) + 1;
      counts.set(label, count);
      log(`${label}: ${count}`);
    },
    countReset: (label = "default") => counts.delete(String(label)),
  };
}

function timing(log: Print): Record<string, Print> {
  const begun = new Map<string, number>();
  const timeLog: Print = (given = "default", ...values) => {
    const label = String(given);
    const since = begun.get(label);
    if (since !== undefined) {
      log("%s: %s", label, durationOf(performance.now() - since), ...values);
    }
  };
  return {
    time: (given = "default") => {
      const label = String(given);
      begun.set(label, begun.get(label) ?? performance.now());
    },
    timeLog,
    timeEnd: (label = "default") => {
      timeLog(label);
      begun.delete(String(label));
    },
  };
}

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

function durationOf(ms: number): string {
  if (ms < SECOND) {
    return `${Number(ms.toFixed(3))}ms`;
  }
  if (ms < MINUTE) {
    return `${(ms / SECOND).toFixed(3)}s`;
  }
  const minutes = Math.floor(ms / MINUTE);
  const seconds = ((ms % MINUTE) / SECOND).toFixed(3).padStart(6, "0");
  return minutes < 60
    ? `${minutes}:${seconds} (m:ss.mmm)`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${seconds} (h:mm:ss.mmm)`;
}

/** Where it is called, as far as the platform tells. */
function traceOf(message: string): string {
  const { stack = "" } = new Error("trace");
  const places = stack.split("\n").filter((line) => /:\d+:\d+\)?$/.test(line));
  return [`Trace${message && ": "}${message}`, ...places.slice(1)].join("\n");
}

/** A line of a table: what stands at its beginning, and what under each head. */
type Row = readonly [index: string, cells: Readonly<Record<string, string>>];

const VALUES = "Values";

function tableOf(data: object, only: readonly string[] | undefined): string {
  const rows = rowsOf(data, only);
  const heads = Object.keys(Object.assign({}, ...rows.map(([, it]) => it)));
  const columns = only ?? [
    ...heads.filter((head) => head !== VALUES),
    ...heads.filter((head) => head === VALUES),
  ];
  const isIterated = data instanceof Map || data instanceof Set;
  return drawn([
    [isIterated ? "(iteration index)" : "(index)", ...columns],
    ...rows.map(([index, cells]) => [
      index,
      ...columns.map((head) => cells[head] ?? ""),
    ]),
  ]);
}

function rowsOf(data: object, only: readonly string[] | undefined): Row[] {
  if (data instanceof Map) {
    return Array.from(data, ([key, value], at) => [
      `${at}`,
      { Key: cellOf(key), [VALUES]: cellOf(value) },
    ]);
  }
  if (data instanceof Set) {
    return Array.from(data, (it, at) => [`${at}`, { [VALUES]: cellOf(it) }]);
  }
  return Object.entries(data).map(([index, item]) => [
    index,
    cellsOf(item, only),
  ]);
}

function cellsOf(item: unknown, only: readonly string[] | undefined): Row["1"] {
  if (Object(item) !== item) {
    return { [VALUES]: cellOf(item) };
  }
  const entries = Object.entries(item as object);
  return Object.fromEntries(
    entries
      .filter(([key]) => only?.includes(key) !== false)
      .map(([key, value]) => [key, cellOf(value)]),
  );
}

/** In short: a table is for what is flat. */
function cellOf(value: unknown): string {
  const isLarge =
    !Array.isArray(value) && Object.keys(Object(value)).length > 2;
  return inspect(value, {
    depth: typeof value === "object" && isLarge ? -1 : 0,
  });
}

/** Lines of texts with a frame around each, as wide as the widest below one another. */
function drawn(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  const widths = head.map((_, at) =>
    Math.max(...rows.map((row) => (row[at] as string).length)),
  );
  const rule = (left: string, between: string, right: string): string =>
    left + widths.map((it) => "─".repeat(it + 2)).join(between) + right;
  const line = (row: readonly string[]): string =>
    `│ ${row.map((text, at) => text.padEnd(widths[at] as number)).join(" │ ")} │`;
  return [
    rule("┌", "┬", "┐"),
    line(head),
    rule("├", "┼", "┤"),
    ...body.map(line),
    rule("└", "┴", "┘"),
  ].join("\n");
}
