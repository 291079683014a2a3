/*
 * A process that measures one contestant in one contest: see own-process.ts.
 */
import { measures } from "../own-process.ts";
import { peers } from "./peers.ts";
import type { ContestName } from "./work.ts";

measures<{ readonly peer: string; readonly contest: ContestName }>(
  async ({ peer, contest, amount }) => {
    const works = await peers[peer]?.();
    const work = works?.[contest];
    if (work === undefined) {
      throw new Error(`Cannot measure ${peer}: it has no ${contest}`);
    }
    const start = performance.now();
    await work(amount);
    return { ms: performance.now() - start };
  },
);
