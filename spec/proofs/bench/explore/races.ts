import { asyncProperty, check, scheduler, type Scheduler } from "fast-check";
import type { explore } from "../../../../src/testing/index.ts";
import * as checkThenAct from "../../../testing/races/check-then-act.ts";
import * as doubleFetch from "../../../testing/races/double-fetch.ts";
import * as lostUpdate from "../../../testing/races/lost-update.ts";
import * as missingAwait from "../../../testing/races/missing-await.ts";
import * as staleResponse from "../../../testing/races/stale-response.ts";
import { hold, type Contest, type Result } from "../contest.ts";

/** The five races, and what each prints where it does not show. */
const RACES = [
  ["check then act", checkThenAct.wrong, "0 left"],
  ["double fetch", doubleFetch.wrong, "fetched 1 times"],
  ["lost update", lostUpdate.wrong, "2 visits"],
  ["stale response", staleResponse.wrong, "shows tea"],
  ["missing await", missingAwait.wrong, "opened again"],
] as const;

/** So many seeds are tried, since luck decides how many runs a scheduler takes that draws its orders. */
const SEEDS = 200;

/** So many runs of fast-check's scheduler are a check, unless one tells it otherwise. */
const RUNS = 100;

/** So many runs follow one another where their speed is measured: what a search or a check costs by itself is little then. */
const MANY_RUNS = 1_000;

/** In how many runs each race is found: by a search, and by fast-check's scheduler over the seeds, most times and at most. */
export async function* raceResults(
  search: typeof explore,
): AsyncGenerator<Result> {
  for (const [race, main, holds] of RACES) {
    const { outcomes, schedules } = await search(main, { latency: 5 });
    const ours =
      1 + outcomes.findIndex(({ output }) => output !== `${holds}\n`);
    const drawn: number[] = [];
    for (let seed = 1; seed <= SEEDS; seed++) {
      drawn.push(await runsOfScheduler(main, holds, seed));
    }
    const sorted = drawn.toSorted((a, b) => a - b);
    const standing = (name: string, rate: number) => {
      return { name, rate, ratio: ours / rate };
    };
    yield {
      part: "explore",
      title: `${race}: runs until it is found`,
      unit: "runs",
      standings: [
        standing("explore", ours),
        standing("explore, all there are", schedules),
        standing("fc.scheduler, median", sorted[SEEDS / 2] as number),
        standing("fc.scheduler, most", sorted[SEEDS - 1] as number),
      ],
    };
    yield await hold(verdictOf(race, main, search));
    yield await hold(speedOf(race, main, search));
  }
}

/** How long it takes to run all schedules that there are, and to run as many as a check draws unless told otherwise. */
function verdictOf(
  race: string,
  main: () => Promise<void>,
  search: typeof explore,
): Contest {
  const contestant = (name: string, verdict: () => Promise<unknown>) => ({
    name,
    run: async (times: number) => {
      const start = performance.now();
      for (let time = 0; time < times; time++) {
        await verdict();
      }
      return { ms: performance.now() - start };
    },
  });
  return {
    part: "explore",
    title: `${race}: verdicts in a millisecond`,
    unit: "verdicts/ms",
    least: 10,
    targetMs: 250,
    rounds: 5,
    contestants: [
      contestant("explore, all there are", () => search(main, { latency: 20 })),
      contestant(`fc.scheduler, ${RUNS} runs`, () =>
        runsOfScheduler(main, undefined, 1),
      ),
    ],
  };
}

/** How fast runs follow one another whose orders are drawn, by both. */
function speedOf(
  race: string,
  main: () => Promise<void>,
  search: typeof explore,
): Contest {
  const contestant = (name: string, draw: () => Promise<number>) => ({
    name,
    run: async (times: number) => {
      let runs = 0;
      const start = performance.now();
      while (runs < times) {
        runs += await draw();
      }
      return { ms: ((performance.now() - start) / runs) * times };
    },
  });
  return {
    part: "explore",
    title: `${race}: runs in a millisecond`,
    unit: "runs/ms",
    least: MANY_RUNS,
    targetMs: 250,
    rounds: 5,
    contestants: [
      contestant("explore", async () => {
        let runs = 0;
        const counted = (): Promise<void> => {
          runs++;
          return main();
        };
        const drawn = { departures: 0, sample: MANY_RUNS };
        await search(counted, { latency: 20, ...drawn });
        return runs;
      }),
      contestant("fc.scheduler", () =>
        runsOfScheduler(main, undefined, 1, MANY_RUNS),
      ),
    ],
  };
}

/** How many runs fast-check takes to find what does not hold, where that is told; its scheduler stands in for the timers. */
async function runsOfScheduler(
  main: () => Promise<void>,
  holds: string | undefined,
  seed: number,
  numRuns = RUNS,
): Promise<number> {
  let runs = 0;
  const property = asyncProperty(scheduler(), async (drawn) => {
    runs++;
    const printed = await printedUnder(drawn, main);
    return holds === undefined || printed === holds;
  });
  const { failed } = await check(property, {
    seed,
    numRuns,
    endOnFailure: true,
  });
  return failed || holds === undefined ? runs : Infinity;
}

async function printedUnder(
  drawing: Scheduler,
  main: () => Promise<void>,
): Promise<string> {
  const { setTimeout } = globalThis;
  const { log } = console;
  let printed = "";
  const later = (run: () => void): void => {
    void drawing.schedule(Promise.resolve()).then(run);
  };
  globalThis.setTimeout = later as never;
  console.log = (text: string) => void (printed += text);
  try {
    await drawing.waitFor(main());
  } finally {
    globalThis.setTimeout = setTimeout;
    console.log = log;
  }
  return printed;
}
