import { fileURLToPath } from "node:url";
import type { Contest, Contestant } from "../contest.ts";
import { inOwnProcess } from "../own-process.ts";
import { buildLibrary } from "../peers.ts";
import type { Asyncio } from "../python.ts";
import { peers } from "./peers.ts";
import { contests, GROUP, type ContestName } from "./work.ts";

const script = fileURLToPath(new URL("measure.ts", import.meta.url));

/** The contests of locks, groups and streams. */
export async function primitiveContests(
  asyncio: Asyncio | undefined,
): Promise<Contest[]> {
  buildLibrary();
  const all = Object.entries(peers).map(
    async ([name, load]) => [name, await load()] as const,
  );
  const loaded = await Promise.all(all);
  return (Object.keys(contests) as ContestName[]).map((contest) => ({
    part: "primitives",
    ...contests[contest],
    least: contest === "group" ? GROUP : 1_024,
    targetMs: 160,
    rounds: 7,
    contestants: [
      ...loaded
        .filter(([, works]) => works[contest] !== undefined)
        .map(([peer]) => inOwnProcess(peer, script, { peer, contest })),
      ...(asyncio === undefined || !inAsyncio(contest)
        ? []
        : [asyncioPeer(asyncio, contest)]),
    ],
  }));
}

/** asyncio holds nothing for less than a turn. */
function inAsyncio(contest: ContestName): boolean {
  return contest !== "contended" && contest !== "semaphore";
}

function asyncioPeer(asyncio: Asyncio, contest: ContestName): Contestant {
  return {
    name: "asyncio",
    run: (amount) => asyncio.measure({ program: contest, amount }),
  };
}
