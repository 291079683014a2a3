import type { Result, Standing } from "./contest.ts";

/** What a goal says of one contest. */
export interface Verdict {
  readonly part: string;
  readonly title: string;
  /** In words, without the number: `times as fast as asyncio.Queue`. */
  readonly goal: string;
  readonly measured: number;
  readonly wanted: { readonly least: number } | { readonly most: number };
  readonly isMet: boolean;
}

interface Goal {
  readonly part: string;
  readonly goal: string;
  /** The number that the goal is about; undefined where the goal is not about this contest. */
  readonly measure: (result: Result) => number | undefined;
  readonly wanted: (title: string) => Verdict["wanted"];
}

/** A goal of the primitives: to be so many times as fast as a peer. */
function primitives(peer: string, least: number): Goal {
  return {
    part: "primitives",
    goal: `times as fast as ${peer}`,
    measure: (result) => against(result, peer),
    wanted: () => ({ least }),
  };
}

const goals: readonly Goal[] = [
  primitives("asyncio", 3),
  primitives("effect", 1),
  primitives("async-mutex", 1),
  primitives("async-sema", 1),
  primitives("p-limit", 1),
  primitives("p-map", 1),
  primitives("streaming-iterables", 1),
  {
    part: "queue",
    goal: "times as fast as asyncio.Queue",
    measure: (result) => against(result, "asyncio.Queue"),
    wanted: (title) => ({ least: title.startsWith("4 → 4") ? 8 : 3 }),
  },
  {
    part: "queue",
    goal: "times as fast as effect's Queue",
    measure: (result) => against(result, "effect's Queue"),
    wanted: (title) => ({ least: title.startsWith("4 → 1") ? 1 : 1.5 }),
  },
  {
    part: "queue",
    goal: "times as long as the floor",
    measure: (result) => inverse(against(result, "the floor")),
    wanted: (title) => ({ most: title.endsWith(" 1 slot") ? 1.4 : 1.25 }),
  },
  {
    part: "memory",
    goal: "bytes are left behind",
    measure: ({ standings: [ours, ...others] }) =>
      others.length === 0 ? ours?.rate : undefined,
    wanted: () => ({ most: 1 }),
  },
  {
    part: "memory",
    goal: "times as much as a native promise leaves behind",
    measure: (result) => inverse(against(result, "native promise")),
    wanted: () => ({ most: 1 }),
  },
  {
    part: "contexts",
    goal: "times as long as without a store",
    measure: (result) =>
      result.title.startsWith("createTask")
        ? inverse(against(result, "without one"))
        : undefined,
    wanted: () => ({ most: 3 }),
  },
  {
    part: "queue",
    goal: "of the ticks of a timer come meanwhile",
    measure: ({ title, standings: [ours] }) =>
      title.startsWith("burst") ? undefined : ours?.ticks,
    wanted: () => ({ least: 0.8 }),
  },
  {
    part: "kit",
    goal: "times as fast as runAllAsync",
    measure: (result) => against(result, "runAllAsync"),
    wanted: () => ({ least: 1.2 }),
  },
  {
    part: "kit",
    goal: "times as long for each as where there are 10,000",
    measure: (result) => inverse(against(result, "10,000")),
    wanted: () => ({ most: 1.5 }),
  },
  {
    part: "explore",
    goal: "times as long as a bare search",
    measure: (result) => inverse(against(result, "bare search")),
    wanted: () => ({ most: 2 }),
  },
  {
    part: "explore",
    goal: "times as long as one that looks for no I/O",
    measure: (result) => inverse(against(result, "one that looks for no I/O")),
    wanted: () => ({ most: 1.3 }),
  },
  {
    part: "explore",
    goal: "times as many runs a second as fc.scheduler",
    measure: (result) => against(result, "fc.scheduler"),
    wanted: () => ({ least: 1 }),
  },
  {
    part: "explore",
    goal: "times as fast with all schedules as fc.scheduler with 100",
    measure: (result) => against(result, "fc.scheduler, 100 runs"),
    wanted: () => ({ least: 1 }),
  },
  {
    part: "field",
    goal: "jobs a second by the durable queue",
    measure: ({ title, standings: [, ...durable] }) =>
      title === "jobs, in batches of 20"
        ? Math.max(...durable.map(({ rate }) => rate))
        : undefined,
    wanted: () => ({ least: 3_000 }),
  },
  {
    part: "suite",
    goal: "times as long as an empty run, as vitest comes",
    measure: (result) => inverse(against(result, "empty run, as vitest comes")),
    wanted: () => ({ most: 1.5 }),
  },
];

/** The verdicts on the results: one for each goal, in each contest that the goal is about. */
export function judge(results: readonly Result[]): Verdict[] {
  return goals.flatMap(({ part, goal, measure, wanted }) =>
    results
      .filter((result) => result.part === part)
      .flatMap((result): Verdict | [] => {
        const measured = measure(result);
        return measured === undefined
          ? []
          : verdict(part, result.title, goal, measured, wanted(result.title));
      }),
  );
}

function verdict(
  part: string,
  title: string,
  goal: string,
  measured: number,
  wanted: Verdict["wanted"],
): Verdict {
  const isMet =
    "least" in wanted ? measured >= wanted.least : measured <= wanted.most;
  return { part, title, goal, measured, wanted, isMet };
}

function against({ standings }: Result, name: string): number | undefined {
  return standings.find((standing: Standing) => standing.name === name)?.ratio;
}

function inverse(ratio: number | undefined): number | undefined {
  return ratio === undefined ? undefined : 1 / ratio;
}
