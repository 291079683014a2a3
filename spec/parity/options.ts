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

/** @throws Error with one line if they make no sense */
export function readOptions(args: readonly string[]): Options {
  const { values } = parse(args);
  return {
    programs: numberFrom("programs", values.programs, 1),
    seed: numberFrom("seed", values.seed, 0),
    python: values.python,
    record: values.record,
    help: values.help,
  };
}

function parse(args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      programs: { type: "string", default: "2000" },
      seed: { type: "string", default: "1" },
      python: { type: "string" },
      record: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
}

/** The random numbers take seeds of 32 bits. */
const MAX = 2 ** 32 - 1;

function numberFrom(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > MAX) {
    throw new Error(
      `Cannot compare: --${name} must be a whole number from ${least} to ${MAX}, received ${JSON.stringify(text)}`,
    );
  }
  return number;
}
