import { install } from "@sinonjs/fake-timers";
import type { Contest, Contestant } from "../contest.ts";
import { PROGRAMS, SIZES } from "./programs.js";

/** A way to run a program in a time of its own. */
export interface Clock {
  readonly name: string;
  readonly run: (program: () => Promise<void>) => Promise<unknown>;
}

type Kit = typeof import("../../../../src/testing/index.ts");

const ofRun = (run: Kit["runVirtual"]): Clock => ({
  name: "runVirtual",
  run: (main) => run(main),
});

/** What most tests in virtual time run on. */
export const fakeTimers: Clock = {
  name: "runAllAsync",
  run: async (main) => {
    const clock = install({ loopLimit: Infinity });
    try {
      const ended = main();
      await clock.runAllAsync();
      await ended;
    } finally {
      clock.uninstall();
    }
  },
};

/**
 * The contests of clocks, one for each program and number of pending timers. They count the events of a millisecond.
 *
 * @param run ours
 * @param where what to add to the titles
 * @param more further contestants
 */
export function clockContests(
  run: Kit["runVirtual"],
  clock: Clock,
  where = "",
  more: (program: string, pending: number) => readonly Contestant[] = () => [],
): Contest[] {
  return Object.keys(PROGRAMS).flatMap((program) =>
    SIZES.map((pending) => ({
      part: "kit",
      title: `${pending.toLocaleString("en")} ${program}${where}`,
      unit: "events/ms",
      least: 1_000,
      targetMs: 160,
      rounds: 5,
      contestants: [
        contestant(ofRun(run), program, pending),
        contestant(clock, program, pending),
        ...more(program, pending),
      ],
    })),
  );
}

function contestant(
  clock: Clock,
  program: string,
  pending: number,
): Contestant {
  return {
    name: clock.name,
    run: async (events) => {
      const now = performance.now.bind(performance); // the real one, also while it is faked
      const start = now();
      await clock.run(async () => PROGRAMS[program]?.(pending, events));
      return { ms: now() - start };
    },
  };
}
