import type { Op } from "./program.ts";

/** What an author can write: a step, or several that are interesting together. */
export type Motif = Op[0] | "combo";

/** What programs are about: how often each motif comes, relative to the others. */
export interface Theme {
  readonly title: string;
  readonly steps: Readonly<Partial<Record<Motif, number>>>;
}

/** Steps for programs about anything. */
const common = {
  log: 10,
  combo: 4,
  timeout: 5,
  immediate: 3,
  tick: 3,
  microtask: 3,
  call: 4,
  turns: 3,
  nap: 4,
} as const;

const timers = {
  timeout: 12,
  interval: 5,
  immediate: 6,
  clear: 4,
  clearByNumber: 1,
  close: 1,
  refresh: 4,
  unref: 2,
  ref: 1,
  hasRef: 2,
} as const;

const promises = {
  call: 8,
  await: 6,
  deferred: 3,
  resolve: 4,
  follow: 1,
  reject: 1,
  andThen: 4,
  catch: 3,
  lastly: 1,
  combine: 3,
  try: 3,
  finally: 1,
} as const;

const timerPromises = {
  sleep: 8,
  yield: 3,
  rounds: 4,
  wait: 1,
  pause: 1,
  abort: 4,
  isAborted: 1,
  try: 4,
} as const;

const signals = {
  abort: 5,
  deadline: 3,
  anySignal: 2,
  isAborted: 2,
  onAbort: 6,
  sleep: 3,
} as const;

const events = { on: 4, emit: 6, awaitEvent: 4, eachEvent: 3 } as const;
const rejections = { throw: 4, reject: 5, deferred: 4, catch: 3, try: 3 };
const contexts = { within: 8, enter: 2, bind: 2 } as const;
const messages = { channel: 8, post: 20, unrefPort: 1, closePort: 2 };

export const themes: readonly [Theme, ...Theme[]] = [
  { title: "timers", steps: { ...common, ...timers } },
  { title: "promises", steps: { ...common, ...promises, throw: 1 } },
  { title: "waits with signals", steps: { ...common, ...timerPromises } },
  { title: "abort signals", steps: { ...common, ...signals, try: 3 } },
  { title: "events", steps: { ...common, ...events, abort: 2, try: 2 } },
  {
    title: "async generators",
    steps: { ...common, loop: 8, sleep: 3, try: 3, throw: 1 },
  },
  {
    title: "rejections",
    steps: { ...common, ...promises, ...rejections },
  },
  {
    title: "contexts",
    steps: {
      ...common,
      ...contexts,
      interval: 2,
      refresh: 2,
      onAbort: 2,
      abort: 2,
      await: 2,
      sleep: 3,
      yield: 1,
      andThen: 2,
    },
  },
  { title: "messages", steps: { ...common, ...messages, immediate: 9 } },
  {
    title: "everything at once",
    steps: {
      ...common,
      ...timers,
      ...promises,
      ...timerPromises,
      ...signals,
      ...events,
      ...contexts,
      ...messages,
      loop: 3,
      throw: 1,
    },
  },
];

/** The theme of a program of that number. */
export function themeOf(number: number): Theme {
  return themes[number % themes.length] as Theme;
}
