/*
 * A process that plays one program in one way: `node --import tsx play.ts programs/p-queue.js run`. On file descriptor 3
 * it writes a line when it has loaded the program, and at the end what it found. In reality, what the program prints
 * goes to the standard output. `play.ts races/p-queue.js wrong` searches one of the two programs of a race.
 */
import { writeSync } from "node:fs";
import type { Found } from "./verdict.ts";

/** What the file of a program exports. */
interface Program {
  /** Milliseconds that it takes, but for what the machine needs for computing. */
  readonly elapsed: number;
  readonly main: () => Promise<void>;
}

/** What the file of a race exports: a program that breaks in some order of its answers, and one that breaks in none. */
interface Race {
  /** Milliseconds by which an answer may come earlier or later than it is told to. */
  readonly latency: number;
  /** The error of the program that breaks. */
  readonly breaks: string;
  readonly wrong: () => Promise<void>;
  readonly right: () => Promise<void>;
}

/**
 * How a program is played: without the kit, in virtual time, under several schedules. And how a race is: one of its two
 * programs, under all schedules.
 */
export type Way = "reality" | "run" | "search" | "wrong" | "right";

const SCHEDULES = 20;

const ways: Record<Way, () => Promise<Partial<Found>>> = {
  reality: inReality,
  run: inARun,
  search: inASearch,
  wrong: () => underAllSchedules("wrong"),
  right: () => underAllSchedules("right"),
};
const [file, way] = process.argv.slice(2) as [string, Way];
const found = await ways[way]();
writeSync(3, JSON.stringify(found));
process.exit(0); // what the program has left open is no matter of this proof

/** Loads the program as a test does: what it imports is loaded before the run begins. */
async function load(): Promise<Program & Race> {
  const url = new URL(file, import.meta.url).href;
  const program = (await import(url)) as Program & Race;
  writeSync(3, "\n");
  return program;
}

async function inReality(): Promise<Partial<Found>> {
  const { main, elapsed: expected } = await load();
  const start = performance.now();
  await main();
  return { elapsed: performance.now() - start, expected };
}

async function inARun(): Promise<Partial<Found>> {
  const { runVirtual, transcriptOf } =
    await import("../../../src/testing/index.ts");
  const { main, elapsed: expected } = await load();
  try {
    const { output, elapsed } = await runVirtual(main);
    return { output, elapsed, expected };
  } catch (error) {
    const lines = transcriptOf(error) ?? [];
    const output = lines.map(({ text }) => `${text}\n`).join("");
    return { output, error: shown(error) };
  }
}

async function inASearch(): Promise<Partial<Found>> {
  const { explore } = await import("../../../src/testing/index.ts");
  const { main } = await load();
  const { outcomes, schedules } = await explore(main, { schedules: SCHEDULES });
  const output = outcomes[0]?.output ?? "";
  const failed = outcomes.find((outcome) => "error" in outcome);
  return failed === undefined
    ? { output, schedules }
    : { output, schedules, error: shown(failed.error) };
}

async function underAllSchedules(
  side: "wrong" | "right",
): Promise<Partial<Found>> {
  const { explore } = await import("../../../src/testing/index.ts");
  const { latency, breaks, [side]: main } = await load();
  const { outcomes, schedules, complete } = await explore(main, { latency });
  const failed = outcomes.find((outcome) => "error" in outcome);
  return failed === undefined
    ? { schedules, complete, breaks }
    : { schedules, complete, breaks, error: shown(failed.error) };
}

/** An error in words, without what follows a blank line: pages of HTML, mostly. */
function shown(error: unknown): string {
  const { name, message } = error as Error;
  return `${name}: ${message.split("\n\n", 1).join()}`;
}
