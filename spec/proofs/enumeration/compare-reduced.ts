import { explore, type Outcome } from "../../../src/testing/index.ts";
import { mainOfSharing, type Sharing } from "./sharing.ts";

/** A full search of more schedules says nothing in the time that there is. */
const MOST_SCHEDULES = 300;

/** Searches a program with and without the equivalent schedules. @returns how the two differ, if they do */
export async function reducedDifference(
  program: Sharing,
  latency: number,
): Promise<{ full: number; reduced: number; differs: string | undefined }> {
  const main = mainOfSharing(program);
  const options = { latency, schedules: MOST_SCHEDULES };
  const full = await explore(main, options);
  if (!full.complete) {
    return { full: 0, reduced: 0, differs: undefined };
  }
  const reduced = await explore(main, { ...options, reduce: true });
  const [all, some] = [full, reduced].map(({ outcomes }) =>
    JSON.stringify([...new Set(outcomes.map(ending))].toSorted()),
  );
  const isSame = reduced.complete && all === some;
  return {
    full: full.schedules,
    reduced: reduced.schedules,
    differs: isSame
      ? undefined
      : `${JSON.stringify({ program, latency })}\n  in full: ${all}\n  reduced: ${some}`,
  };
}

/** A deadlock lists its waits in the order in which they began, which is no difference. */
function ending({ output, error }: Outcome): string {
  return output + String(error).split("\n").toSorted().join("\n");
}
