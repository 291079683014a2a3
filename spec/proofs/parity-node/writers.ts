import { Random } from "../parity/random.ts";
import { Author } from "./author.ts";
import { writeCombo } from "./combos.ts";
import {
  combinators,
  processEvents,
  thenables,
  type Op,
  type Program,
} from "./program.ts";
import { themeOf, type Motif } from "./themes.ts";

/** Fires once, which a run waits for and a process does not. */
const leftOutWhereEmpty: ReadonlySet<Op[0]> = new Set([
  "unref",
  "deadline",
  "channel",
  "unrefPort",
  "handOver",
]);

/** Writes a program: the same one for the same seed and number. */
export function writeProgram(seed: number, number: number): Program {
  const random = new Random(seed, number);
  return new Author(random, themeOf(number), writeMotif).program();
}

/** One step, or several that are interesting together. */
function writeMotif(
  author: Author,
  name: Motif,
  isFull: boolean,
): readonly Op[] {
  const isLeftOut = (name: Op[0]): boolean =>
    author.ending === "empty" && leftOutWhereEmpty.has(name);
  if (name === "combo") {
    const combo = isFull ? [] : writeCombo(author);
    return combo.filter(([name]) => !isLeftOut(name));
  }
  return (isFull && holders.has(name)) || isLeftOut(name)
    ? [["log", author.word()]]
    : [writers[name](author)];
}

type Writers = {
  readonly [Name in Op[0]]: (
    author: Author,
  ) => Extract<Op, readonly [Name, ...unknown[]]>;
};

/** Writes one step of each kind, with whatever it holds. */
export const writers: Writers = {
  log: (author) => ["log", author.word()],
  throw: (author) => ["throw", author.value()],
  throwOdd: (author) => ["throwOdd", author.oddity()],
  timeout: (author) => [
    "timeout",
    author.id(),
    author.delay(),
    author.plain(3),
  ],
  interval: (author) => [
    "interval",
    author.id(),
    author.delay(),
    1 + author.random.below(4),
    author.plain(3),
  ],
  immediate: (author) => ["immediate", author.id(), author.plain(3)],
  clear: (author) => ["clear", author.id()],
  clearByNumber: (author) => ["clearByNumber", author.id()],
  close: (author) => ["close", author.id()],
  refresh: (author) => ["refresh", author.id()],
  unref: (author) => ["unref", author.id()],
  ref: (author) => ["ref", author.id()],
  hasRef: (author) => ["hasRef", author.id()],
  tick: (author) => ["tick", author.plain(3)],
  microtask: (author) => ["microtask", author.plain(3)],
  call: (author) => ["call", author.id(), author.block(4)],
  deferred: (author) => ["deferred", author.id()],
  resolve: (author) => ["resolve", author.id(), author.value()],
  follow: (author) => ["follow", author.id(), author.id()],
  reject: (author) => ["reject", author.id(), author.value()],
  rejectOdd: (author) => ["rejectOdd", author.id(), author.oddity()],
  thenable: (author) => [
    "thenable",
    author.id(),
    author.random.pick(thenables),
    author.value(),
  ],
  subclass: (author) => ["subclass", author.id(), author.id()],
  callBack: (author) => ["callBack", author.id()],
  andThen: (author) => ["andThen", author.id(), author.id(), author.block(2)],
  catch: (author) => ["catch", author.id(), author.id(), author.brief()],
  lastly: (author) => ["lastly", author.id(), author.id(), author.brief()],
  combine: (author) => [
    "combine",
    author.id(),
    author.random.pick(combinators),
    author.ids(),
  ],
  abort: (author) => ["abort", author.id(), author.value()],
  deadline: (author) => ["deadline", author.id(), author.delay()],
  anySignal: (author) => ["anySignal", author.id(), author.ids()],
  isAborted: (author) => ["isAborted", author.id()],
  onAbort: (author) => [
    "onAbort",
    author.id(),
    author.random.pick(["every", "once", "once", "last"]),
    author.plain(2),
  ],
  addAbort: (author) => ["addAbort", author.id(), author.plain(2)],
  setOnAbort: (author) => ["setOnAbort", author.id(), author.plain(2)],
  aborted: (author) => ["aborted", author.id(), author.id()],
  on: (author) => [
    "on",
    author.id(),
    author.random.pick(["every", "once", "first"]),
    author.plain(2),
  ],
  emit: (author) => ["emit", author.id(), author.value()],
  off: (author) => ["off", author.id()],
  onError: (author) => ["onError", author.id(), author.plain(2)],
  emitError: (author) => ["emitError", author.id(), author.value()],
  capture: (author) => ["capture", author.id()],
  listen: (author) => [
    "listen",
    author.id(),
    author.random.pick(["every", "once"]),
    author.signalOrNone(),
    author.plain(2),
  ],
  dispatch: (author) => ["dispatch", author.id()],
  hear: (author) => [
    "hear",
    author.random.pick(processEvents),
    author.random.pick(["every", "once"]),
    author.plain(2),
  ],
  within: (author) => ["within", author.value(), author.block(3)],
  enter: (author) => ["enter", author.value()],
  outside: (author) => ["outside", author.block(2)],
  keep: (author) => [
    "keep",
    author.id(),
    author.random.pick(["resource", "snapshot"]),
  ],
  restore: (author) => ["restore", author.id(), author.block(2)],
  bind: (author) => ["bind", author.plain(2)],
  channel: (author) => [
    "channel",
    author.id(),
    author.random.pick(["on", "onmessage"]),
    author.plain(2),
  ],
  post: (author) => ["post", author.id(), author.value()],
  unrefPort: (author) => ["unrefPort", author.id()],
  closePort: (author) => ["closePort", author.id()],
  handOver: (author) => ["handOver", author.id(), author.id()],
  receive: (author) => ["receive", author.id()],
  webStream: (author) => [
    "webStream",
    author.id(),
    author.random.below(3),
    1 + author.random.below(4),
    author.block(2),
  ],
  nodeStream: (author) => ["nodeStream", author.id(), author.block(3)],
  passThrough: (author) => ["passThrough", author.id(), author.random.below(3)],
  onData: (author) => ["onData", author.id(), author.plain(2)],
  write: (author) => ["write", author.id(), author.value()],
  endStream: (author) => ["endStream", author.id()],
  destroy: (author) => ["destroy", author.id(), author.random.below(3)],
  pipe: (author) => ["pipe", author.id(), author.id()],
  await: (author) => ["await", author.id()],
  turns: (author) => ["turns", 1 + author.random.below(4)],
  nap: (author) => ["nap", author.delay()],
  sleep: (author) => ["sleep", author.delay(), author.signalOrNone()],
  yield: (author) => ["yield", author.signalOrNone()],
  rounds: (author) => [
    "rounds",
    author.delay(),
    1 + author.random.below(4),
    author.signalOrNone(),
    author.block(2),
  ],
  wait: (author) => ["wait", author.delay(), author.signalOrNone()],
  pause: () => ["pause"],
  try: (author) => ["try", author.block(3), author.brief()],
  finally: (author) => ["finally", author.block(3), author.brief()],
  loop: (author) => [
    "loop",
    author.block(3),
    author.brief(),
    1 + author.random.below(3),
    author.block(2),
  ],
  awaitEvent: (author) => ["awaitEvent", author.id(), author.signalOrNone()],
  eachEvent: (author) => [
    "eachEvent",
    author.id(),
    1 + author.random.below(3),
    author.signalOrNone(),
    author.block(2),
  ],
  awaitDispatch: (author) => [
    "awaitDispatch",
    author.id(),
    author.signalOrNone(),
  ],
  readStream: (author) => [
    "readStream",
    author.id(),
    1 + author.random.below(4),
    author.brief(),
  ],
};

/** Steps that hold others. */
const holders: ReadonlySet<Op[0]> = new Set([
  ...(["timeout", "interval", "immediate", "tick", "microtask"] as const),
  ...(["call", "andThen", "catch", "lastly", "onAbort", "on"] as const),
  ...(["within", "bind", "channel", "rounds", "try", "finally"] as const),
  ...(["loop", "eachEvent", "addAbort", "setOnAbort", "onError"] as const),
  ...(["listen", "hear", "outside", "restore", "webStream"] as const),
  ...(["nodeStream", "onData", "readStream"] as const),
]);
