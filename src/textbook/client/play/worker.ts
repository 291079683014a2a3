import * as library from "async-patterns";
import * as kit from "async-patterns/testing";
import * as range from "../../../chapter/1-async-iterators/01-async-range.ts";
import * as generator from "../../../chapter/2-async-generators/04-async-generator.ts";
import * as python from "../../../chapter/repr.ts";
import { currentHost } from "../../../core/slot.ts";
import { Replay } from "../../../testing/loop/schedule.ts";
import { checkOptions } from "../../../testing/run/options.ts";
import { VirtualLoop } from "../../../testing/loop/virtual-loop.ts";
import { format } from "../../../testing/node/inspect.ts";
import { plainConsole } from "../../../testing/node/plain-console.ts";
import { VirtualWorld } from "../../../testing/run/world.ts";
import { whoWaits } from "../../../testing/watch/deadlock.ts";
import type { ProgramObserver } from "../../../testing/watch/observer.ts";
import type { RecordedOutcome } from "../../facts.ts";
import { thousands } from "../../thousands.ts";
import { holding, type Held } from "./held.ts";
import { withNames } from "../../timeline/names.ts";
import { SourceNotes, type SourceFunction } from "./sources.ts";
import { CAN_USE, MOST_EVENTS } from "./limits.ts";
import type { Failure, Order, Played, Printed, Told } from "./messages.ts";

/*
 * Runs the reader's program in a worker of its own, in virtual time, with the library, the kit and what the chapter's
 * programs import. The page stops a worker that does not give control back; each run has a new one, so that nothing
 * that a program does to its globals reaches the next.
 */

/** A livelock is found after so many jobs: a reader waits for it. */
const JOBS_PER_MOMENT = 10_000;
/** More lines than anybody reads. */
const MOST_LINES = 2_000;
/** So many schedules are run before the reader can cancel. */
const SCHEDULES_AT_ONCE = 250;
/** A day has 86,400 seconds: no reader's program sleeps as often, or takes as many timers of its own. */
const MOST_WAITS = 100_000;
const MOST_TIMERS = 10_000;
const BEAT_MS = 200;

const MODULES: Readonly<Record<string, object>> = {
  "async-patterns": library,
  "async-patterns/testing": kit,
  "../repr.ts": python,
  "./01-async-range.ts": range,
  "./04-async-generator.ts": generator,
};

/*
 * A bundle makes names short, too, by which drawings and errors call queues, locks and managers: what a program can
 * import has the name by which it does, and what asyncContextManager makes that of the library.
 */
const named: Readonly<Record<string, unknown>> = {
  ...Object.assign({}, ...Object.values(MODULES)),
  Manager: library.asyncContextManager(async function* () {})().constructor,
};
for (const [value, it] of Object.entries(named)) {
  if (typeof it === "function") {
    Object.defineProperty(it, "name", { value });
  }
}

type Main = () => unknown;

const laterInRealTime = setTimeout.bind(globalThis);
const oftenInRealTime = setInterval.bind(globalThis);
const noMoreInRealTime = clearInterval.bind(globalThis);

const toText = JSON.stringify;
/** Posts a text to the page. */
let post: (text: string) => void;

function tell(told: Told): void {
  post(toText(told));
}

/** The modules as a program imports them: it names what they export, and the values are those of this bundle. */
const shelf = Symbol.for("async-patterns.book");
Object.defineProperty(globalThis, shelf, { value: MODULES });

function urlOf(code: string): string {
  return URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
}

const moduleUrls = new Map<string, string>();

function moduleUrl(name: string): string {
  const module = `globalThis[Symbol.for("async-patterns.book")][${JSON.stringify(name)}]`;
  const names = Object.keys(MODULES[name] ?? {});
  const url =
    moduleUrls.get(name) ??
    urlOf(
      `const module = ${module};\n${names.map((it) => `export const ${it} = module.${it};`).join("\n")}`,
    );
  moduleUrls.set(name, url);
  return url;
}

/** What most programs import is there when one comes, and what runs them has run: each takes some milliseconds at first. */
function rehearse(): void {
  for (const name of ["async-patterns", "../repr.ts"]) {
    void import(moduleUrl(name));
  }
  laterInRealTime(() => {
    if (!hasBegun) {
      rehearsed = play(rehearsal);
    }
  });
}

/** Over once that has run. */
let rehearsed: Promise<unknown> | undefined;

/** A program that does a little of what most do. */
async function rehearsal(): Promise<void> {
  const queue = new library.AsyncQueue<number>(1);
  const reader = library.createTask(async (signal) => {
    for await (const item of queue.items({ signal })) {
      console.log(python.repr([item]));
      await library.sleep(1, { signal });
      queue.taskDone();
    }
  });
  for (const item of [1, 2, 3]) {
    await queue.put(item);
  }
  await queue.join();
  reader.cancel();
  await library.gather(reader).catch(() => {});
}

/** The generator behind the function that programs import; its module keeps it to itself. */
const COUNT: SourceFunction = {
  name: "asyncRange",
  prototype: Object.getPrototypeOf(generator.asyncRange(0)) as object,
};

/** The program that was run last, its name in stacks, and what classes it holds by `await using`. */
let main: Main;
let file: string;
/** As it runs: each line is where it was. */
let programText: string;
let held: readonly Held[] = [];
/** Its generator functions and classes of iterators, and those of the modules that it may import. */
let sources: readonly SourceFunction[] = [];
let printed = 0;

/** How many waits of the run have ended that is under way. */
let waits = 0;

/** Prints no more than anybody reads. @param onPrint told what it has printed, before the run is over */
function guarded(onPrint?: (text: string) => void): Main {
  return () => {
    printed = 0;
    countWaits();
    guardConsole(onPrint);
    return main();
  };
}

/** What records the lines of a run, by the function that hands on to it. */
const recorders = new WeakMap<object, (text: string) => void>();

/** Counts anew in each run, as a console does that is new. */
function guardConsole(onPrint?: (text: string) => void): void {
  const record = recorders.get(console.log) ?? console.log;
  const guard = plainConsole((text) => {
    printed += text.split("\n").length;
    if (printed <= MOST_LINES) {
      const own = ownPlaces(text);
      record(own);
      onPrint?.(own);
    }
  });
  recorders.set(guard["log"] as object, record);
  Object.assign(console, guard);
}

function countWaits(): void {
  waits = 0;
  const { observer } = currentHost();
  if (observer !== undefined) {
    const ended = observer.waitEnded.bind(observer);
    observer.waitEnded = (wait) => {
      waits += 1;
      ended(wait);
    };
  }
}

/** Does something, and tells meanwhile, whenever programs give control back, that it goes on. */
async function beating(work: () => Promise<void>): Promise<void> {
  const pulse = oftenInRealTime(beat, BEAT_MS);
  await work();
  noMoreInRealTime(pulse);
}

function beat(): void {
  tell({ kind: "alive" });
  const loop = currentHost();
  if (loop instanceof VirtualLoop) {
    endTheEndless(loop);
  }
}

/** Virtual time has no end. It is told by what has happened, and by no clock: some machines are slow, and others busy. */
function endTheEndless(loop: VirtualLoop): void {
  const { lastNumber, pending: timers } = loop.timers;
  const what =
    lastNumber > MOST_TIMERS
      ? `${thousands(MOST_TIMERS)} timers were set`
      : `${thousands(MOST_WAITS)} waits have ended`;
  if (lastNumber > MOST_TIMERS || waits > MOST_WAITS) {
    const observer = loop.observer as ProgramObserver;
    const all = { observer, timers, promiseLog: undefined };
    const who = whoWaits({ ...all, lines: [], overtaken: [] });
    const why = `Cannot finish: more than ${what}, and the program goes on`;
    loop.threw(new Error([why, ...who].join("\n  ")));
  }
}

/** As much work as makes a tenth of a second, on a machine that has nothing else to do. */
function toil(): void {
  let sum = 0;
  for (let step = 0; step < 3e7; step += 1) {
    sum = Math.imul(sum, 31) + step;
  }
  tell({ kind: "toiled", sum });
}

/** A stack tells of what runs the program, too. */
function ownPlaces(text: string): string {
  return text.includes("\n")
    ? withoutColumns(text.replaceAll(/\n.*\bblob:\S+:\d+:\d+\)?(?=\n|$)/g, ""))
    : text;
}

/** What stacks say of places is true of the lines only: the types that were taken out stood to the left. */
function withoutColumns(text: string): string {
  return text
    .replaceAll(`/${file}:`, `${file}:`)
    .replaceAll(
      new RegExp(`(${file.replaceAll(/[.\\/]/g, "\\$&")}:\\d+):\\d+`, "g"),
      "$1",
    );
}

function failureOf(error: unknown): Failure {
  const stack = error instanceof Error ? `${error.stack}` : "";
  const line = new RegExp(`/${file}:(\\d+)`).exec(stack)?.[1];
  return {
    kind: "run",
    text: withoutColumns(textOf(error)),
    line: line === undefined ? undefined : Number(line),
  };
}

function textOf(error: unknown): string {
  try {
    return error instanceof Error ? String(error) : `thrown: ${format(error)}`;
  } catch {
    return "thrown: something that cannot be shown";
  }
}

async function play(program: Main, schedule?: kit.Schedule): Promise<Played> {
  const world = await VirtualWorld.open(undefined);
  try {
    const settings = checkOptions(
      "play",
      { jobsPerMoment: JOBS_PER_MOMENT },
      {},
    );
    const chooser = schedule === undefined ? undefined : new Replay(schedule);
    const leeway = chooser?.leeway;
    const timed = { traces: 1_000, timeline: MOST_EVENTS, leeway };
    const how = { ...settings, ...timed };
    const notes = new SourceNotes();
    const unwatch = notes.watch(sources);
    const { ending, ...ran } = await holding(held, () =>
      world.run(program, how, chooser),
    ).finally(unwatch);
    const told = notes.tell(ran);
    const placed = { ...told, places: told.places.map(own) };
    const failure = "error" in ending ? failureOf(ending.error) : undefined;
    const named = withNames(placed, (name) =>
      name === file ? programText : undefined,
    );
    return { ...named, failure, printed };
  } finally {
    await world.close();
  }
}

/** Without the slash by which stacks tell a file. */
function own(places: Played["places"][number]): Played["places"][number] {
  return places.map((place) => ({ ...place, file: place.file.slice(1) }));
}

/** Why a program cannot begin, if it takes something from elsewhere than there is anything. */
function missingOf({ wanted }: Order & { kind: "run" }): Failure | undefined {
  for (const { name, module, line } of wanted) {
    const has = MODULES[module];
    if (has === undefined) {
      const known = Object.keys(MODULES).slice(0, 3).join(", ");
      return {
        kind: "start",
        line,
        text: `Cannot import: there is no such module on this page, but ${known}, received ${module}`,
      };
    }
    if (name !== "*" && !(name in has)) {
      return {
        kind: "start",
        line,
        text: `Cannot import: ${module} has no such name, but ${nearest(name, Object.keys(has))}, received ${name}`,
      };
    }
  }
  return undefined;
}

function pairs(text: string): Set<string> {
  const letters = text.toLowerCase().split("");
  return new Set(letters.map((it, at) => it + (letters[at + 1] ?? "")));
}

/** The names that are most like it first, since somebody has mistyped one. */
function nearest(name: string, names: readonly string[]): string {
  const wanted = pairs(name);
  const likeness = (it: string): number =>
    [...pairs(it)].filter((pair) => wanted.has(pair)).length;
  return names
    .toSorted((a, b) => likeness(b) - likeness(a) || (a < b ? -1 : 1))
    .join(", ");
}

function failed(failure: Failure): void {
  const played = { lines: [], timeline: [], places: [], printed: 0, failure };
  tell({ kind: "played", played });
}

async function load(order: Order & { kind: "run" }): Promise<boolean> {
  const missing = missingOf(order);
  if (missing !== undefined) {
    failed(missing);
    return false;
  }
  file = order.file;
  programText = order.pieces.join("");
  const code = order.pieces.map((piece, at) =>
    at % 2 === 0 ? piece : JSON.stringify(moduleUrl(piece)),
  );
  tell({ kind: "begun" });
  let module: Record<string, unknown>;
  try {
    module = (await import(
      urlOf(`${code.join("")}\n//# sourceURL=/${file}`)
    )) as Record<string, unknown>;
  } catch (error) {
    const isSyntax = error instanceof SyntaxError;
    failed({ ...failureOf(error), ...(isSyntax && { kind: "syntax" }) });
    return false;
  }
  const own = module["main"] ?? module["default"];
  if (typeof own !== "function") {
    failed({
      kind: "start",
      text: "Cannot run: the program must export a function main, as in `export async function main() { … }`",
    });
    return false;
  }
  main = own as Main;
  held = Object.values(module).filter(isHeld);
  sources = [
    ...Object.values(module).filter(isSource),
    range.AsyncRange,
    COUNT,
  ];
  return true;
}

function isHeld(it: unknown): it is Held {
  return (
    typeof it === "function" &&
    CAN_USE &&
    Object.hasOwn(Object(it.prototype) as object, Symbol.asyncDispose)
  );
}

function isSource(it: unknown): it is SourceFunction {
  return (
    typeof it === "function" &&
    (Object.prototype.toString.call(it) === "[object AsyncGeneratorFunction]" ||
      Object.hasOwn(Object(it.prototype) as object, "next"))
  );
}

async function run(order: Order & { kind: "run" }): Promise<void> {
  if (await load(order)) {
    const texts = new Texts();
    const program = guarded((text) => texts.add(text));
    const played = order.runsItself
      ? await playItself(program)
      : await play(program);
    tell({ kind: "played", played });
  }
}

/** What a program prints that is still under way: it may never end. */
class Texts {
  #waiting: Printed[] = [];
  #count = 0;

  /** The first ones at once, since nothing may follow; the others together, since each message costs. */
  add(text: string): void {
    this.#count += 1;
    const host = currentHost();
    const at = host instanceof VirtualLoop ? host.now : 0;
    this.#waiting.push(...text.split("\n").map((text) => ({ at, text })));
    if (this.#count < 100 || this.#waiting.length >= 100) {
      tell({ kind: "printed", lines: this.#waiting });
      this.#waiting = [];
    }
  }
}

/** A program that uses the kit starts runs of its own, in real time. */
async function playItself(program: Main): Promise<Played> {
  await rehearsed; // else what each prints goes to the other: real time does not wait for its turn, as runs do
  const lines: { at: number; text: string }[] = [];
  console.log = (text: string) => {
    for (const line of text.split("\n")) {
      lines.push({ at: 0, text: line }); // real time is not the book's to tell
    }
  };
  let failure: Failure | undefined;
  try {
    await program();
  } catch (error) {
    failure = failureOf(error);
  }
  return {
    lines,
    timeline: [],
    places: [],
    failure,
    printed,
  };
}

/** Whether the page has asked for anything. */
let hasBegun = false;
let isCancelled = false;
let found: kit.Exploration | undefined;

async function explore(schedules: number): Promise<void> {
  isCancelled = false;
  const program = guarded();
  const end = (found?.schedules ?? 0) + schedules;
  do {
    const ran = found?.schedules ?? 0;
    found = await kit.explore(program, {
      schedules: Math.min(end - ran, SCHEDULES_AT_ONCE),
      jobsPerMoment: JOBS_PER_MOMENT,
      state: found?.state,
    });
    tell({
      kind: "progress",
      schedules: found.schedules,
      endings: found.outcomes.length,
    });
    await new Promise((resolve) => laterInRealTime(resolve));
  } while (!found.complete && found.schedules < end && !isCancelled);
  const byClock = await kit.explore(program, {
    vary: "deadlines",
    schedules: SCHEDULES_AT_ONCE * 4,
    jobsPerMoment: JOBS_PER_MOMENT,
  });
  const { complete, departures } = found;
  const luck = {
    schedules: found.schedules,
    departures,
    complete,
    outcomes: found.outcomes.map(
      ({ output, count, schedule, ...failure }): RecordedOutcome => ({
        output,
        ...("error" in failure && {
          error: withoutColumns(textOf(failure.error)),
        }),
        count,
        schedule: String(schedule),
      }),
    ),
    byClock: byClock.outcomes.map(({ output }) => output),
  };
  tell({ kind: "explored", luck, hasMore: !complete });
}

async function replay(ending: number): Promise<void> {
  const outcome = found?.outcomes[ending];
  if (outcome !== undefined) {
    tell({
      kind: "played",
      played: await play(guarded(), outcome.schedule),
    });
  }
}

function obey(order: Order): void {
  hasBegun = true;
  if (order.kind === "run") {
    void beating(() => run(order));
  } else if (order.kind === "explore") {
    void beating(() => explore(order.schedules));
  } else if (order.kind === "cancel") {
    isCancelled = true;
  } else if (order.kind === "toil") {
    toil();
  } else {
    void beating(() => replay(order.ending));
  }
}

/** The page sends its port first, and no more. */
addEventListener(
  "message",
  ({ data }: MessageEvent) => {
    const port = data as MessagePort;
    post = port.postMessage.bind(port);
    port.addEventListener("message", (event: MessageEvent) =>
      obey(event.data as Order),
    );
    port.start();
    rehearse();
  },
  { once: true },
);
