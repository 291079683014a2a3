import { describe, expect, it } from "vitest";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import * as checkThenAct from "./check-then-act.ts";
import * as doubleFetch from "./double-fetch.ts";
import * as lostUpdate from "./lost-update.ts";
import * as missingAwait from "./missing-await.ts";
import * as staleResponse from "./stale-response.ts";

/*
 * Five races that people have. In each, two answers of a network come 5 ms apart, and the program counts on their order. It
 * passes every test, since in a test each answer takes what it was told to take. `latency` says by how much that may be
 * wrong; then the search finds the order that breaks the program, and of the mended one it says that no order does.
 */
describe("Races", () => {
  const swap =
    "step 1, at 10 ms: main (timer 2, due at 15 ms) runs before main (timer 1)";

  describe.each(
    [
      {
        race: "a check, then an act behind an await",
        ...checkThenAct,
        as: "0 left",
        but: "-1 left",
        counts: [2, 3],
      },
      {
        race: "a second fetch of what is on its way",
        ...doubleFetch,
        as: "fetched 1 times",
        but: "fetched 2 times",
        counts: [2, 3],
      },
      {
        race: "an update that is lost",
        ...lostUpdate,
        as: "2 visits",
        but: "1 visits",
        counts: [2, 3],
      },
      {
        race: "an old answer over a newer one",
        ...staleResponse,
        as: "shows tea",
        but: "shows te",
        counts: [2, 2],
      },
      {
        race: "a close that nobody awaits",
        ...missingAwait,
        as: "opened again",
        but: "opened while open",
        counts: [2, 2],
      },
    ].map((each) => [each.race, each] as const),
  )("%s", (_, { wrong, right, as, but, counts }) => {
    it("does not show where each answer takes what it was told to take", async () => {
      const { schedules, outcomes } = await explore(wrong);
      expect(outcomes.map(({ output }) => output)).toEqual([`${as}\n`]);
      expect(schedules).toBe(1);
    });

    it.each([
      [5, counts[0]],
      [20, counts[1]],
    ])("shows with a latency of %d ms", async (latency, schedules) => {
      const found = await explore(wrong, { latency });
      expect(found).toMatchObject({ schedules, complete: true });
      const { outcomes } = found;
      expect(
        outcomes.map(({ output, schedule }) => [output, String(schedule)]),
      ).toEqual([
        [`${as}\n`, "the ordinary order"],
        [`${but}\n`, `with latency: ${latency}\n${swap}`],
      ]);
      const { schedule } = outcomes[1] ?? {};
      expect((await runVirtual(wrong, { schedule })).output).toBe(`${but}\n`);
    });

    it.each([5, 20])(
      "is gone from the right program, under every schedule with a latency of %d ms",
      async (latency) => {
        const { complete, outcomes } = await explore(right, { latency });
        expect(complete).toBe(true);
        expect(outcomes.map(({ output }) => output)).toEqual([`${as}\n`]);
      },
    );
  });
});
