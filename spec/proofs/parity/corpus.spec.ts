import { describe, expect, it } from "vitest";
import { oneIn } from "../../long.ts";
import { compareAll, IDENTICAL } from "./compare.ts";
import { readCorpus } from "./corpus.ts";
import { themes } from "./themes.ts";

const { recordings, counts } = readCorpus();

/** Under which names those are counted that have others there. */
const COUNTED: Readonly<Record<string, string>> = {
  "time limits that are cancelled": "timeout !Cancelled",
  "time limits whose group fails": "timeout !Group",
  "time limits that are over": "timeout !Timeout",
  "cancelled at a barrier, already woken": "cancelled in waitAt, already woken",
  "cancelled in a loop over a queue": "cancelled in drain",
  "cancelled in a loop over tasks": "cancelled in completed",
  "cancelled in a loop over tasks, already woken":
    "cancelled in completed, already woken",
};

/*
 * What asyncio does is for CPython to say. So random programs were written, with queues, tasks, cancellations, locks, context
 * managers and generators in every mixture. CPython ran them in virtual time, and corpus.jsonl records what happened,
 * step by step and millisecond by millisecond. Here this library runs the same programs, and has to do the same in the
 * same order. program.ts says what the programs are made of, and what both languages leave out.
 *
 * Here a tenth of them runs, in `npm run test:long` all; `npm run parity` compares new programs with the Python of this machine.
 */
describe("Random programs", () => {
  it.each(themes.map(({ title }) => title))(
    "about %s run as on CPython",
    async (title) => {
      const programs = recordings.filter(({ theme }) => theme === title);
      expect(programs).not.toEqual([]);
      expect(await compareAll(oneIn(10, programs))).toBe(IDENTICAL);
    },
  );

  it("are many", () => {
    expect(recordings.length).toBeGreaterThanOrEqual(1_000);
  });

  it.each([
    "cancelled before the start",
    "cancelled in get, already woken",
    "cancelled in put, already woken",
    "cancelled in join, already woken",
    "cancelled in sleep, already woken",
    "cancelled in gather",
    "cancelled in a loop over a queue",
    "tasks that await themselves",
    "tasks that inherit a variable",
    "getters robbed",
    "putters robbed",
    "joins that end though more has come",
    "gentle shutdowns with waiting getters",
    "gentle shutdowns with waiting putters",
    "immediate shutdowns with waiting getters",
    "immediate shutdowns with waiting putters",
    "errors suppressed",
    "errors replaced by an exit",
    "generators left early",
    "generators left by an error",
    "gathers that failed first",
    "gathers of gathers",
    "cancelled in acquire, already woken",
    "cancelled at a barrier, already woken",
    "locks contended",
    "conditions notified",
    "events set with waiters",
    "barriers entered while draining",
    "barriers aborted with waiters",
    "barriers reset with waiters",
    "cancelled in await, already woken",
    "cancelled in wait",
    "cancelled in wait, already woken",
    "cancelled in a loop over tasks",
    "cancelled in a loop over tasks, already woken",
    "cancelled in group",
    "cancelled in group, already woken",
    "groups aborted by a task",
    "groups cancelled from outside",
    "groups left with tasks",
    "tasks that a group refuses",
    "time limits met",
    "time limits that are cancelled",
    "time limits whose group fails",
    "time limits that are over",
    "waits that left tasks",
    "loops over tasks left early",
    "errors suppressed by a stack",
    "exit stacks moved",
    "deadlocks",
  ])("have at least thirty of this: %s", (event) => {
    expect(counts[COUNTED[event] ?? event]).toBeGreaterThanOrEqual(30);
  });
});
