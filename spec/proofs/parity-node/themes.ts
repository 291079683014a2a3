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
  thenable: 2,
  subclass: 1,
  callBack: 1,
} as const;

const timerPromises = {
  sleep: 8,
  yield: 3,
  rounds: 4,
  wait: 2,
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
  addAbort: 2,
  setOnAbort: 2,
  aborted: 1,
  await: 1,
  sleep: 3,
} as const;

const events = {
  on: 4,
  emit: 6,
  off: 1,
  onError: 2,
  emitError: 2,
  capture: 1,
  listen: 4,
  dispatch: 5,
  awaitEvent: 4,
  awaitDispatch: 3,
  eachEvent: 3,
} as const;

const rejections = {
  throw: 4,
  throwOdd: 2,
  reject: 5,
  rejectOdd: 2,
  deferred: 4,
  catch: 3,
  try: 3,
  hear: 2,
} as const;

const contexts = {
  within: 8,
  enter: 2,
  outside: 2,
  keep: 3,
  restore: 4,
  bind: 2,
} as const;

const messages = {
  channel: 8,
  post: 20,
  unrefPort: 1,
  closePort: 2,
  handOver: 2,
  receive: 2,
} as const;

const streams = {
  webStream: 4,
  nodeStream: 3,
  passThrough: 6,
  onData: 3,
  write: 12,
  endStream: 3,
  destroy: 2,
  pipe: 3,
  readStream: 8,
} as const;

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
  { title: "streams", steps: { ...common, ...streams, try: 3, sleep: 2 } },
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
      ...streams,
      loop: 3,
      throw: 1,
    },
  },
];

/** The theme of a program of that number. */
export function themeOf(number: number): Theme {
  return themes[number % themes.length] as Theme;
}
