import { parseArgs, type ParseArgsConfig } from "node:util";

/** What `npm run parity:node -- OPTIONS` was asked for. */
export interface Options {
  readonly programs: number;
  readonly seed: number;
  readonly nodes: readonly string[];
  readonly shrink: number;
  readonly record: boolean;
  readonly help: boolean;
}

export const help = `Usage: npm run parity:node -- [OPTION ...]

Writes random event-loop programs, plays each in virtual time and on an unfaked Node whose
clock stands still while code runs, and compares what they print, line by line.

  --programs N   how many programs; default 2000
  --seed N       other programs for another number; default 1
  --node FILE    the Node to play them on, as often as wanted; default: this one.
                 npm run test:nodes brings 20, 22, 24 and 26 into spec/proofs/nodes
  --shrink N     how many of each kind that differs to make smaller and show; default 1
  --record       record the first of the programs, and what Node prints, as the corpus
                 that npm test replays
  --help         show this text instead

Ends with 0 if all are identical, 1 if not, 2 if the options make no sense. It takes Linux
and a C compiler.`;

const types = {
  programs: { type: "string", default: "2000" },
  seed: { type: "string", default: "1" },
  node: { type: "string", multiple: true },
  shrink: { type: "string", default: "1" },
  record: { type: "boolean", default: false },
  help: { type: "boolean", default: false },
} as const satisfies ParseArgsConfig["options"];

/** The random numbers take seeds of 32 bits. */
const MAX = 2 ** 32 - 1;

/** @throws Error with one line if they make no sense */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({ args: [...args], options: types });
  return {
    programs: numberFrom("programs", values.programs, 1),
    seed: numberFrom("seed", values.seed, 0),
    nodes: values.node ?? [process.execPath],
    shrink: numberFrom("shrink", values.shrink, 0),
    record: values.record,
    help: values.help,
  };
}

function numberFrom(name: string, text: string, least: number): number {
  const number = Number(text);
  if (!/^\d+$/.test(text) || number < least || number > MAX) {
    throw new Error(
      `Cannot compare: --${name} must be a whole number from ${least} to ${MAX}, received ${text}`,
    );
  }
  return number;
}
