import { NativePromise } from "../../core/native-promise.ts";
import { runUnderWay } from "./world.ts";

/**
 * Inside a run: resolves when nothing else is ready at this virtual moment.
 *
 * - All promise work, ticks, immediates, turns and due timers come first, and what they bring about at this moment.
 * - Real I/O that is in flight is waited for, as it is before time advances; time does not pass.
 * - Several that wait go on one by one, each when what the one before it has begun is done.
 *
 * @throws Error where no run is under way
 */
export async function settle(): Promise<void> {
  const run = runUnderWay();
  if (run === undefined) {
    throw new Error("Cannot settle: no virtual run is under way");
  }
  await new NativePromise<void>((resolve) => run.loop.settle(resolve));
}
