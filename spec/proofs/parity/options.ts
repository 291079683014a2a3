import { parseArgs } from "node:util";

/** What `npm run parity -- OPTIONS` was asked for. */
export interface Options {
  readonly programs: number;
  readonly seed: number;
  readonly python: string | undefined;
  readonly record: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run parity -- [OPTION ...]

Writes random async programs, runs each on this library and on CPython's asyncio, both in
virtual time, and compares what happens, step by step.

  --programs N   how many programs; default 2000
  --seed N       other programs for another number; default 1
  --python CMD   the Python to ask; default: the first suitable one of the path
  --record       choose the most telling of the programs, and record what CPython makes of
                 them as the corpus that npm test replays
  --help         show this text instead

Ends with 0 if all are identical, 1 if not or if there is no suitable Python, 2 if the
options make no sense.`;

const types = {
  programs: "string",
  seed: "string",
  python: "string",
  record: "boolean",
  help: "boolean",
} as const;

/** The random numbers take seeds of 32 bits. */
const MAX = 2 ** 32 - 1;

/** @throws Error with one line if they make no sense */
export function readOptions(args: readonly string[]): Options {
  const values = parse(args);
  return {
    programs: numberFrom("programs", values.get("programs") ?? "2000", 1),
    seed: numberFrom("seed", values.get("seed") ?? "1", 0),
    python: values.get("python") as string | undefined,
    record: values.has("record"),
    help: values.has("help"),
  };
}

function parse(args: readonly string[]): Map<string, unknown> {
  const names = Object.entries(types);
  const { values, positionals } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map(([name, type]) => [name, { type }])),
    strict: false,
  });
  const known = new Map<string, string>(names);
  for (const [name, value] of Object.entries(values)) {
    const type = known.get(name);
    if (type === undefined) {
      throw refusal(`the options are ${list(known.keys())}`, `--${name}`);
    }
    if (typeof value !== type) {
      const needs = type === "string" ? "needs a value" : "takes no value";
      throw refusal(`--${name} ${needs}`, args.join(" "));
    }
  }
  if (positionals[0] !== undefined) {
    throw refusal(`the options are ${list(known.keys())}`, positionals[0]);
  }
  return new Map(Object.entries(values));
}

function list(names: Iterable<string>): string {
  return [...names].map((name) => `--${name}`).join(", ");
}

function numberFrom(name: string, text: unknown, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(String(text)) || number < least || number > MAX) {
    throw refusal(
      `--${name} must be a whole number from ${least} to ${MAX}`,
      String(text),
    );
  }
  return number;
}

function refusal(reason: string, received: string): Error {
  return new Error(`Cannot compare: ${reason}, received ${received}`);
}
