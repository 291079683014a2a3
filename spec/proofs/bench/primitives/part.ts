import type { Contest, Contestant } from "../contest.ts";
import type { Asyncio } from "../python.ts";
import { effect } from "./effect.ts";
import { ours } from "./ours.ts";
import {
  asyncMutex,
  asyncSema,
  pLimit,
  pMap,
  streamingIterables,
} from "./peers.ts";
import { contests, GROUP, type ContestName, type Peer } from "./work.ts";

/** The contests of locks, groups and streams. */
export async function primitiveContests(
  asyncio: Asyncio | undefined,
): Promise<Contest[]> {
  const peers: readonly Peer[] = [
    await ours(),
    await effect(),
    await asyncMutex(),
    await asyncSema(),
    await pLimit(),
    await pMap(),
    await streamingIterables(),
  ];
  return (Object.keys(contests) as ContestName[]).map((name) => ({
    part: "primitives",
    ...contests[name],
    least: name === "group" ? GROUP : 1_024,
    targetMs: 160,
    rounds: 7,
    contestants: [
      ...peers.flatMap((peer) => contestant(peer, name) ?? []),
      ...(asyncio === undefined || !inAsyncio(name)
        ? []
        : [asyncioPeer(asyncio, name)]),
    ],
  }));
}

function contestant(
  { name, works }: Peer,
  contest: ContestName,
): Contestant | undefined {
  const work = works[contest];
  return (
    work && {
      name,
      run: async (amount) => {
        const start = performance.now();
        await work(amount);
        return { ms: performance.now() - start };
      },
    }
  );
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
