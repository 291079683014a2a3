import { execFileSync } from "node:child_process";
import { searchBare } from "../../searches/bare-search.ts";
import { turns } from "../../../testing/turns.ts";
import type { Contest, Contestant } from "../contest.ts";
import { loadPeer } from "../peers.ts";

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

/** The contests of searches: all orders of some async functions that take some turns each. */
export function exploreContests(explore: Explore): Contest[] {
  return [contest(explore, 7, 1, 5_040), contest(explore, 3, 3, 1_680)];
}

function contest(
  explore: Explore,
  functions: number,
  each: number,
  schedules: number,
): Contest {
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
      search("bare search", schedules, () => searchBare(functions, each)),
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
