import type { Author } from "./author.ts";
import type { Block, Op } from "./program.ts";

/** Steps that are interesting together, and that chance would seldom bring together. */
export function writeCombo(author: Author): Op[] {
  const { random } = author;
  return random.pick([
    dueTogether,
    caughtLate,
    abortedWait,
    slowRounds,
    refreshedElsewhere,
    raceOfPorts,
  ])(author);
}

/** Runs a block a little later: at the end of this turn, on the next one, or after a while. */
function later(author: Author, block: Block): Op {
  const { random } = author;
  return random.pick<Op>([
    ["tick", block],
    ["microtask", block],
    ["immediate", author.id(), block],
    ["timeout", author.id(), author.delay(), block],
    ["call", author.id(), [["turns", 1 + random.below(3)], ...block]],
  ]);
}

/** Timers of one delay, the first of which does something to the others. */
function dueTogether(author: Author): Op[] {
  const { random } = author;
  const ms = author.delay();
  const touched = random.pick<Op>([
    ["refresh", 2],
    ["clear", 2],
    ["close", 2],
    ["abort", 1, author.value()],
  ]);
  const first = random.oneIn(3) ? touched : later(author, [touched]);
  return [
    ["timeout", 1, ms, [first]],
    random.oneIn(3)
      ? ["interval", 2, ms, 2, [["log", author.word()]]]
      : ["timeout", 2, ms, [["log", author.word()]]],
    [
      "call",
      1,
      [
        ["sleep", ms, 1],
        ["log", author.word()],
      ],
    ],
    ["timeout", 3, ms, [["log", author.word()]]],
  ];
}

/** A rejection that somebody handles, sooner or later. */
function caughtLate(author: Author): Op[] {
  const id = author.id();
  return [
    ["deferred", id],
    later(author, [["reject", id, author.value()]]),
    later(author, [["catch", author.id(), id, []]]),
  ];
}

/** A wait with a signal, among listeners. */
function abortedWait(author: Author): Op[] {
  const { random } = author;
  const id = author.id();
  const wait = random.pick<Op>([
    ["sleep", author.delay(), id],
    ["yield", id],
    ["rounds", author.delay(), 2, id, []],
    ["awaitEvent", author.id(), id],
  ]);
  const listener: Op = [
    "onAbort",
    id,
    random.pick(["every", "once", "last"]),
    [["log", author.word()]],
  ];
  const waiter: Op = ["call", author.id(), [["try", [wait], []]]];
  const abort = later(author, [["abort", id, author.value()]]);
  return random.oneIn(2)
    ? [listener, waiter, abort]
    : [waiter, listener, abort];
}

/** An interval whose rounds take longer than it. */
function slowRounds(author: Author): Op[] {
  const id = author.id();
  const rounds = 1 + author.random.below(4);
  return [
    [
      "call",
      author.id(),
      [["rounds", author.delay(), rounds, id, [["nap", author.delay()]]]],
    ],
    later(author, [["abort", id, author.value()]]),
  ];
}

/** A timer that is made in one context and touched in another. */
function refreshedElsewhere(author: Author): Op[] {
  const id = author.id();
  const touched: Op = ["refresh", id];
  return [
    ["within", 1, [["timeout", id, author.delay(), [["log", author.word()]]]]],
    ["within", 2, [later(author, [touched])]],
  ];
}

/** Messages among what runs on the next turns. */
function raceOfPorts(author: Author): Op[] {
  const id = author.id();
  return [
    [
      "channel",
      id,
      author.random.pick(["on", "onmessage"]),
      [later(author, [["log", author.word()]])],
    ],
    later(author, [["post", id, author.value()]]),
    later(author, [["log", author.word()]]),
    later(author, [["closePort", id]]),
  ];
}
