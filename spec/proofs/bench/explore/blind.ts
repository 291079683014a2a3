import type { Search } from "../../../../src/testing/explore/search.ts";
import type { checkOptions } from "../../../../src/testing/run/options.ts";
import type { VirtualWorld } from "../../../../src/testing/run/world.ts";
import { loadPeer } from "../peers.ts";

const DIST = "../../../dist/testing";

/** Searches all schedules of a program. */
export type Blind = (main: () => unknown) => Promise<{ schedules: number }>;

/** A search that never looks for real I/O: what looking for it costs is what another search takes longer. */
export async function blindSearch(): Promise<Blind> {
  const [search, options, world] = await Promise.all([
    loadPeer<{ Search: typeof Search }>(`${DIST}/explore/search.js`),
    loadPeer<{ checkOptions: typeof checkOptions }>(`${DIST}/run/options.js`),
    loadPeer<{ VirtualWorld: typeof VirtualWorld }>(`${DIST}/run/world.js`),
  ]);
  return async (main) => {
    const settings = options.checkOptions("search", {}, {});
    const opened = await world.VirtualWorld.open(undefined);
    Object.defineProperty(opened, "mayHaveHadIo", { value: false });
    try {
      const blind = new search.Search(opened, main, {
        ...settings,
        patience: undefined as never,
        leeway: undefined,
        watchesIo: false,
        stopsAtFailure: false,
        progress: undefined,
        reduces: false,
      });
      const most = Infinity;
      await blind.inRounds({
        schedules: most,
        departures: most,
        maxRealMs: most,
      });
      await blind.repeat();
      await blind.outcomes();
      return blind;
    } finally {
      await opened.close();
    }
  };
}
