import { explore } from "../../../src/testing/index.ts";
import { enumerate } from "./enumerate.ts";
import { mainOf, type Program, type Searched } from "./program.ts";

/** Searches a program here, and enumerates its schedules there. @returns how the two differ, if they do */
export async function difference(
  program: Program,
  searched: Searched,
): Promise<{ schedules: number; differs: string | undefined }> {
  const search = await explore(mainOf(program), {
    ...searched,
    schedules: Infinity,
  });
  const found = search.outcomes.map(
    ({ output, count }) => [output.slice(0, -1), count] as const,
  );
  const expected = [...enumerate(program, searched)];
  const [one, other] = [found, expected].map((counts) =>
    JSON.stringify(counts.toSorted(([a], [b]) => (a < b ? -1 : 1))),
  );
  const isSame = search.complete && one === other;
  return {
    schedules: search.schedules,
    differs: isSame
      ? undefined
      : `${JSON.stringify({ program, searched })}\n  the search: ${one}\n  the enumeration: ${other}`,
  };
}
