import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { buildSync } from "esbuild";
import { TestRunner } from "vitest";
import { stamp } from "../src/player/player.ts";
import {
  explore,
  runVirtual,
  type Exploration,
  type ExploreOptions,
  type Schedule,
  type VirtualRun,
} from "../src/testing/index.ts";
import { holding, type Held } from "../src/textbook/client/play/held.ts";
import {
  SourceNotes,
  type SourceFunction,
} from "../src/textbook/client/play/sources.ts";
import { Replay } from "../src/testing/loop/schedule.ts";
import { checkOptions } from "../src/testing/run/options.ts";
import { VirtualWorld } from "../src/testing/run/world.ts";
import {
  MOST_OUTCOMES,
  type EndingRun,
  type Recorded,
  type RecordedOutcome,
  type RecordedRun,
  type RunEvent,
} from "../src/textbook/facts.ts";
import {
  withNames,
  withSourcesCalled,
} from "../src/textbook/timeline/names.ts";

/**
 * Runs a program in virtual time, and leaves the run behind for the textbook.
 * @param seen classes whose objects the program holds with `await using`: the drawing shows for how long; and generator
 * functions and classes of iterators, which have lanes of their own
 */
export async function play<T>(
  main: () => Promise<T> | T,
  ...seen: readonly (Held | SourceFunction)[]
): Promise<VirtualRun<T>> {
  seenIn.set(main, seen);
  const { run, told } = await watched(seen, () =>
    runVirtual(main, { timeline: true }),
  );
  leave({ run: told });
  return run;
}

type Seen = readonly (Held | SourceFunction)[];

/** What is seen of the programs that were played, so that their other endings are drawn with the same lanes. */
const seenIn = new WeakMap<object, Seen>();

/** Runs a program, and tells what happened as data, with lanes for its sources. */
async function watched<R extends RecordedRun>(
  seen: Seen,
  start: () => Promise<R>,
): Promise<{ run: R; told: RecordedRun }> {
  const held = seen.filter((it): it is Held => isHeld(it.prototype));
  const sources = seen.filter(
    (it): it is SourceFunction => !isHeld(it.prototype),
  );
  const notes = new SourceNotes();
  const end = notes.watch(sources);
  const run = await holding(held, start).finally(end);
  // As data: what a wait can say of itself is a function, which no worker hands over.
  const told = withSourcesCalled(notes.tell(run), calledIn(sources));
  return { run, told: structured(withNames(told, textOf)) };
}

/** The text of a file of the project, which is the working folder of its tests; helpers of the compiler have none. */
function textOf(file: string): string | undefined {
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}

function isHeld(prototype: object): boolean {
  return Object.hasOwn(prototype, Symbol.asyncDispose);
}

/** The function behind a generator, where a module keeps that to itself, and the one that a program calls instead. */
export function functionOf(
  name: string,
  generator: AsyncGenerator,
  called = name,
): HiddenFunction {
  const prototype = Object.getPrototypeOf(generator) as object;
  return { name, prototype, called };
}

interface HiddenFunction extends SourceFunction {
  readonly called: string;
}

function calledIn(sources: readonly SourceFunction[]): Map<string, string> {
  const hidden = sources.filter((it): it is HiddenFunction => "called" in it);
  return new Map(hidden.map(({ name, called }) => [name, called]));
}

/**
 * Runs a program under all its schedules, or as many as the options allow, and leaves its outcomes behind for the textbook;
 * with them what it prints where only equal deadlines change places, since that tells what rests on the rule of turns.
 */
export async function allOutcomes(
  main: () => unknown,
  options?: ExploreOptions,
): Promise<Exploration> {
  const found = await explore(main, options);
  const { schedules, departures, complete } = found;
  const outcomes: RecordedOutcome[] = [];
  for (const { output, count, schedule, ...failed } of found.outcomes) {
    const isDrawn = outcomes.length > 0 && outcomes.length < MOST_OUTCOMES;
    outcomes.push({
      output,
      ...("error" in failed ? { error: String(failed.error) } : {}),
      count,
      schedule: String(schedule),
      ...(isDrawn ? { run: await endingOf(main, schedule) } : {}),
    });
  }
  const { outcomes: byClock } = await explore(main, { vary: "deadlines" });
  const outputs = byClock.map(({ output }) => output);
  leave({
    luck: { schedules, departures, complete, outcomes, byClock: outputs },
  });
  return found;
}

/** The run to which a schedule leads. */
async function endingOf(
  main: () => unknown,
  schedule: Schedule,
): Promise<EndingRun> {
  const { steps } = schedule;
  const before: RunEvent[][] = [];
  for (let departed = 0; departed <= steps.length; departed++) {
    const part = { ...schedule, steps: steps.slice(0, departed) };
    before.push(await timelineOf(main, part));
  }
  const timeline = before.at(-1) as RunEvent[];
  // Up to its last departure, a run is the one that has the others alone.
  const departures = before.slice(1).flatMap((now, index) => {
    const at = now.findIndex(
      (event, place) =>
        !isDeepStrictEqual(event, (before[index] as RunEvent[])[place]),
    );
    return at < 0 ? [] : at;
  });
  return { timeline, departures };
}

/** What happens in a run, also in one that fails. */
async function timelineOf(
  main: () => unknown,
  schedule: Schedule,
): Promise<RunEvent[]> {
  const world = await VirtualWorld.open(undefined);
  try {
    const chooser = new Replay(schedule);
    const how = { ...checkOptions("replay", {}, {}), leeway: chooser.leeway };
    const { told } = await watched(seenIn.get(main) ?? [], () =>
      world.run(main, { ...how, traces: 1_000, timeline: true }, chooser),
    );
    return [...told.timeline];
  } finally {
    await world.close();
  }
}

/** Leaves behind for the textbook what is printed of a value, such as an error. @returns the text, as a terminal shows it */
export function show(value: unknown): string {
  const shown = String(value);
  leave({ shown });
  return `${shown}\n`;
}

function structured<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function leave(recorded: Recorded): void {
  Object.assign(TestRunner.getCurrentTest()?.meta ?? {}, recorded);
}

/**
 * What a terminal shows, written as an indented literal; every line ends with a newline.
 *
 * - The margin is two columns more than the indentation of the closing backtick, so a line may begin with spaces.
 * - What stands behind `←` is a remark to the reader, no part of the output.
 *
 * @example
 *   expect(output).toBe(terminal`
 *     Async for loop:
 *       0               ← the first number
 *   `);
 */
export function terminal(literal: TemplateStringsArray): string {
  const lines = literal.join("").split("\n").slice(1);
  const margin = (lines.pop() ?? "").length + 2;
  return lines
    .map((line) => line.slice(margin).replace(/ +← .*$/, "") + "\n")
    .join("");
}

/** What a virtual run printed, each line behind its millisecond: `  10 ms |   Produced: 0`. */
export function stamped(run: VirtualRun<unknown>): string {
  return run.lines.map((line) => stamp(line) + "\n").join("");
}

/**
 * What a program prints that is played in a process of its own, since it may bring its process down. It is handed over in
 * one piece: to load it file by file takes longer than to start the process.
 */
export function printedAlone(program: string, ...flags: string[]): string {
  const { outputFiles } = buildSync({
    entryPoints: [program],
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    target: "node20",
    conditions: ["source"],
  });
  return execFileSync(process.execPath, [...flags, "--input-type=module"], {
    encoding: "utf8",
    input: outputFiles[0]?.contents,
    stdio: ["pipe", "pipe", "ignore"], // V8 prints there what a hook of promises throws
  });
}
