import { execFileSync } from "node:child_process";
import { searchBare } from "../../searches/bare-search.ts";
import { turns } from "../../../testing/turns.ts";
import type { Contest, Contestant } from "../contest.ts";
import { loadPeer } from "../peers.ts";
import type { Blind } from "./blind.ts";

type Kit = typeof import("../../../../src/testing/index.ts");
type Explore = Kit["explore"];

/** Both entries of the package. */
export interface Built {
  readonly library: typeof import("../../../../src/index.ts");
  readonly kit: Kit;
}

/** The package as users have it: what compiles the source for this program names each function, which makes all of it slower. */
export async function build(): Promise<Built> {
  execFileSync("npm", ["run", "build"], { stdio: "ignore" });
  return {
    library: await loadPeer("../../../dist/index.js"),
    kit: await loadPeer("../../../dist/testing/index.js"),
  };
}

/** A program with some async functions that take some turns each, and how many orders it has. */
type Shape = readonly [functions: number, each: number, schedules: number];

/** The contests of searches: all orders of some async functions that take some turns each. */
export function exploreContests(explore: Explore, blind: Blind): Contest[] {
  const bare = ([functions, each, schedules]: Shape): Contestant =>
    search("bare search", schedules, () => searchBare(functions, each));
  const unwatched = ([functions, each, schedules]: Shape): Contestant =>
    search("one that looks for no I/O", schedules, () =>
      blind(turns(functions, each)),
    );
  return [
    contest(explore, [7, 1, 5_040], [bare, unwatched]),
    contest(explore, [3, 3, 1_680], [bare]),
    contest(explore, [2, 1, 2], [unwatched]),
  ];
}

function contest(
  explore: Explore,
  shape: Shape,
  others: readonly ((shape: Shape) => Contestant)[],
): Contest {
  const [functions, each, schedules] = shape;
  const turn = each === 1 ? "turn" : "turns";
  return {
    part: "explore",
    title: `${functions} async functions of ${each} ${turn}`,
    unit: "schedules/ms",
    each: schedules,
    least: 1,
    targetMs: 250,
    rounds: 5,
    contestants: [
      search("explore", schedules, () =>
        explore(turns(functions, each), { schedules: Infinity }),
      ),
      ...others.map((other) => other(shape)),
    ],
  };
}

function search(
  name: string,
  expected: number,
  find: () => Promise<{ schedules: number }>,
): Contestant {
  return {
    name,
    run: async (times) => {
      const start = performance.now();
      for (let time = 0; time < times; time++) {
        const { schedules } = await find();
        if (schedules !== expected) {
          throw new Error(
            `Cannot compare: ${name} has to find ${expected} schedules, received ${schedules}`,
          );
        }
      }
      return { ms: performance.now() - start };
    },
  };
}
