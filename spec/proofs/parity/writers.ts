import { Author } from "./author.ts";
import { writeCombo, writeCrowd } from "./combos.ts";
import { writeGroupCrowd, writeWaiterCrowd } from "./group-motifs.ts";
import type { Gathered, Manager, Op, Program, TaskId } from "./program.ts";
import { Random } from "./random.ts";
import { themeOf, type Motif } from "./themes.ts";
import {
  writeThing,
  writeThingCombo,
  writeThingCrowd,
} from "./thing-motifs.ts";

/** Writes a program: the same one for the same seed and number. */
export function writeProgram(seed: number, number: number): Program {
  const random = new Random(seed, number);
  return new Author(random, themeOf(number), writeMotif).program();
}

function writeMotif(
  author: Author,
  name: Motif,
  isFull: boolean,
): readonly Op[] {
  if (name === "combo" || (name === "crowd" && isFull)) {
    return writeCombo(author);
  }
  if (name === "crowd") {
    return writeCrowd(author);
  }
  if (name === "thing") {
    return writeThing(author, isFull);
  }
  if (name === "thingCombo" || (name === "thingCrowd" && isFull)) {
    return writeThingCombo(author);
  }
  if (name === "thingCrowd") {
    return writeThingCrowd(author);
  }
  if (name === "groupCrowd") {
    return isFull ? [["turn"]] : writeGroupCrowd(author);
  }
  if (name === "waiterCrowd") {
    return isFull ? [["turn"]] : writeWaiterCrowd(author);
  }
  return [isFull && holders.has(name) ? ["turn"] : writers[name](author)];
}

/** What stands for several steps. */
type Several =
  | "combo"
  | "crowd"
  | "thing"
  | "thingCombo"
  | "thingCrowd"
  | "groupCrowd"
  | "waiterCrowd";

type Writers = {
  [Name in Exclude<Motif, Several>]: (
    author: Author,
  ) => Extract<Op, readonly [Name, ...unknown[]]>;
};

/** Steps that hold others. */
const holders: ReadonlySet<Motif> = new Set([
  ...(["spawn", "repeat", "try", "as", "with"] as const),
  ...(["genWith", "loop", "collect", "drain"] as const),
  ...(["group", "start", "timeout", "completed", "stack"] as const),
]);

/** How a step of each kind is written, with what it holds. */
const writers: Writers = {
  sleep: (author) => ["sleep", author.delay()],
  turn: () => ["turn"],
  put: (author) => ["put", author.queue(), author.item()],
  get: (author) => ["get", author.queue()],
  putNow: (author) => ["putNow", author.queue(), author.item()],
  getNow: (author) => ["getNow", author.queue()],
  done: (author) => ["done", author.queue()],
  finish: (author) => ["finish", author.queue()],
  join: (author) => ["join", author.queue()],
  shut: (author) => ["shut", author.queue(), author.random.oneIn(3) ? 1 : 0],
  look: (author) => ["look", author.task()],
  cancel: (author) => ["cancel", author.task()],
  await: (author) => ["await", author.task()],
  gather: (author) => ["gather", gathered(author)],
  spawn: (author) => ["spawn", author.newTask(), author.block(4)],
  raise: ({ random }) => ["raise", random.oneIn(5) ? 0 : 1 + random.below(9)],
  return: () => ["return"],
  repeat: (author) => ["repeat", 2 + author.random.below(2), author.block(3)],
  as: (author) => ["as", 1 + author.random.below(9), author.block(3)],
  try: (author) => [
    "try",
    author.random.pick(["errors", "all", "all", "finally"]),
    author.block(3),
    author.brief(),
  ],
  with: (author) => ["with", manager(author), author.block(3)],
  genWith: (author) => [
    "genWith",
    [
      author.brief(),
      author.brief(),
      author.random.weighted({
        plain: 2,
        finally: 4,
        swallow: 4,
        rethrow: 2,
        twice: 1,
        never: 1,
      }),
    ],
    author.block(3),
  ],
  loop: (author) => [
    "loop",
    author.source(),
    author.random.below(4),
    author.block(2),
  ],
  collect: (author) => [
    "collect",
    author.source(),
    Array.from({ length: author.random.below(4) }, () => author.stage()),
  ],
  drain: (author) => [
    "drain",
    author.queue(),
    author.random.pick([1, 2, 3, 9, 9, 9]),
    author.random.oneIn(2) ? [["done", author.queue()]] : author.brief(),
  ],
  group: (author) => ["group", author.block(4)],
  start: (author) => ["start", author.newTask(), author.block(3)],
  timeout: (author) => ["timeout", author.delay(), author.block(3)],
  wait: (author) => [
    "wait",
    tasks(author),
    author.random.pick(["all", "first", "failure"]),
    author.random.pick([1, 1, 2, 3, 9, 9, 9]),
  ],
  completed: (author) => [
    "completed",
    tasks(author),
    author.random.below(4),
    author.brief(),
  ],
  stack: (author) => [
    "stack",
    Array.from({ length: 1 + author.random.below(3) }, () =>
      author.random.oneIn(3) ? ([author.brief()] as const) : manager(author),
    ),
    author.random.oneIn(4) ? 1 : 0,
    author.block(2),
  ],
};

function tasks(author: Author): readonly TaskId[] {
  return Array.from({ length: author.random.below(5) }, () => author.task());
}

function gathered(author: Author): Gathered {
  return tasks(author).map((id) =>
    author.random.oneIn(4) ? [id, ...gathered(author)] : id,
  );
}

function manager(author: Author): Manager {
  return [
    author.brief(),
    author.brief(),
    author.random.pick(["pass", "pass", "suppress", "errors", "rethrow"]),
  ];
}
