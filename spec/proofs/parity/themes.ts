import type { Op } from "./program.ts";

/** What an author can write: a step, or several steps that belong together. */
export type Motif =
  | Exclude<Op[0], ThingStep>
  | "combo"
  | "crowd"
  /** A step that has to do with a lock, an event or the like; several of them; tasks that wait for the same one. */
  | "thing"
  | "thingCombo"
  | "thingCrowd"
  /** A task with a group or a time limit around others, and what can happen to them at one moment. */
  | "groupCrowd"
  /** Tasks that wait for another, and what can happen to them as that ends. */
  | "waiterCrowd";

type ThingStep =
  "hold" | "acquire" | "release" | "set" | "notify" | "break" | "waitAt";

/** What a program is about: how often it has each motif, relative to the others. */
export interface Theme {
  readonly title: string;
  readonly queues: number;
  /** How many locks, events and the like it has at most; default none. */
  readonly things?: number;
  readonly motifs: Readonly<Partial<Record<Motif, number>>>;
}

/** Steps for programs about anything. */
const common = {
  sleep: 8,
  turn: 1,
  put: 6,
  get: 7,
  putNow: 2,
  getNow: 2,
  look: 1,
  raise: 1,
  try: 2,
} as const;

export const themes: readonly [Theme, ...Theme[]] = [
  {
    title: "queues",
    queues: 2,
    motifs: {
      ...common,
      done: 4,
      join: 3,
      drain: 1,
      repeat: 3,
      combo: 3,
      crowd: 1,
    },
  },
  {
    title: "cancellation",
    queues: 1,
    motifs: {
      ...common,
      put: 10,
      get: 10,
      join: 2,
      done: 1,
      cancel: 5,
      combo: 12,
      crowd: 5,
      try: 5,
    },
  },
  {
    title: "shutdown",
    queues: 2,
    motifs: {
      ...common,
      shut: 2,
      drain: 4,
      done: 3,
      join: 2,
      combo: 3,
      crowd: 2,
    },
  },
  {
    title: "context managers",
    queues: 1,
    motifs: { ...common, with: 8, genWith: 8, cancel: 3, raise: 4, return: 1 },
  },
  {
    title: "generators",
    queues: 1,
    motifs: { ...common, loop: 8, collect: 5, cancel: 3, raise: 2, return: 1 },
  },
  {
    title: "awaiting tasks",
    queues: 1,
    motifs: { ...common, await: 5, gather: 7, spawn: 5, cancel: 3, raise: 2 },
  },
  {
    title: "variables of a context",
    queues: 1,
    motifs: {
      ...common,
      as: 10,
      spawn: 8,
      await: 3,
      gather: 2,
      cancel: 3,
      loop: 2,
      drain: 2,
      with: 1,
      genWith: 1,
    },
  },
  {
    title: "locks, events and the like",
    queues: 1,
    things: 2,
    motifs: {
      sleep: 6,
      turn: 2,
      look: 1,
      raise: 1,
      try: 2,
      repeat: 1,
      cancel: 4,
      spawn: 1,
      thing: 16,
      thingCombo: 8,
      thingCrowd: 4,
    },
  },
  {
    title: "groups and time limits",
    queues: 1,
    things: 1,
    motifs: {
      sleep: 8,
      turn: 3,
      get: 2,
      putNow: 1,
      look: 1,
      raise: 3,
      try: 5,
      cancel: 4,
      spawn: 1,
      await: 2,
      gather: 1,
      thing: 1,
      group: 6,
      start: 8,
      timeout: 8,
      wait: 2,
      groupCrowd: 6,
      return: 1,
    },
  },
  {
    title: "several tasks and exit stacks",
    queues: 1,
    motifs: {
      ...common,
      cancel: 4,
      spawn: 5,
      await: 1,
      gather: 3,
      wait: 8,
      completed: 8,
      stack: 6,
      waiterCrowd: 5,
      with: 1,
      timeout: 2,
      raise: 3,
      return: 1,
    },
  },
  {
    title: "everything at once",
    queues: 3,
    things: 3,
    motifs: {
      ...common,
      group: 2,
      start: 3,
      timeout: 2,
      wait: 1,
      completed: 1,
      stack: 1,
      groupCrowd: 1,
      waiterCrowd: 1,
      thing: 6,
      thingCombo: 2,
      thingCrowd: 1,
      done: 2,
      join: 2,
      drain: 2,
      shut: 1,
      cancel: 4,
      combo: 3,
      crowd: 1,
      with: 2,
      genWith: 2,
      loop: 2,
      collect: 1,
      await: 2,
      gather: 2,
      spawn: 2,
      as: 2,
      finish: 1,
      repeat: 1,
      return: 1,
    },
  },
];

/** The theme of a program of that number. */
export function themeOf(number: number): Theme {
  return themes[number % themes.length] as Theme;
}
