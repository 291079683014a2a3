import { shown } from "../../core/checks.ts";
import { runUnderWay } from "./world.ts";

/**
 * Inside a run: one of some values, such as a latency, or whether a message is lost. It is the first, except in a search:
 * `explore` takes each of them in turn, every other than the first being one departure.
 *
 * @throws TypeError if the values are no array, RangeError if there is none
 * @throws Error where no run is under way
 */
export function choose<T>(values: readonly T[]): T {
  if (!Array.isArray(values)) {
    throw new TypeError(
      `Cannot choose: values must be an array, received ${shown(values)}`,
    );
  }
  if (values.length === 0) {
    throw new RangeError(
      "Cannot choose: there must be a value, received an empty array",
    );
  }
  const run = runUnderWay();
  if (run === undefined) {
    throw new Error("Cannot choose: no virtual run is under way");
  }
  return run.loop.choose(values);
}
