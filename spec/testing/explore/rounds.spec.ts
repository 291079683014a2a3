import { describe, expect, it } from "vitest";
import { Departure, Follow } from "../../../src/testing/explore/departures.ts";
import { Rounds } from "../../../src/testing/explore/rounds.ts";

/*
 * A round has every schedule with so many departures, and needs the choices of those of the round before. Where a search is
 * so long that they are too many to be kept, or begins in the middle of a round, they are found out by running them again.
 */
describe("The rounds of a search", () => {
  /** Four things in any order: choices of 4, 3 and 2. */
  const run = (departure: Departure): void => {
    const chooser = new Follow(departure, { path: [], widths: [] });
    for (const width of [4, 3, 2]) {
      const job = (index: number) => ({ who: `${index}`, what: "" });
      chooser.choose({ width, now: 0, job });
    }
    chooser.end();
  };

  /** What has to be waited for gives none. */
  const listed = async (
    departures: Iterable<Departure> | Promise<void>,
  ): Promise<Iterable<Departure>> => (await departures) ?? [];

  async function search(mostKept?: number, last?: Departure) {
    let again = 0;
    const relearn = async (departure: Departure): Promise<void> => {
      again++;
      run(departure);
    };
    const rounds = new Rounds(relearn, mostKept);
    const positions: string[] = [];
    for (let round = last?.position.length ?? 0; round < 5; round++) {
      const isFirst = last?.position.length === round;
      if (!isFirst) {
        rounds.begin(round);
      }
      const from = isFirst ? last : undefined;
      for (const departures of rounds.round(round, from)) {
        for (const departure of await listed(departures)) {
          run(departure);
          rounds.keep(round, departure);
          positions.push(JSON.stringify(departure.position));
        }
      }
    }
    return { positions, again };
  }

  it("have every schedule once, and run none again that is kept", async () => {
    const { positions, again } = await search();
    expect(positions).toHaveLength(24);
    expect(new Set(positions).size).toBe(24);
    expect(positions.slice(0, 8)).toEqual([
      "[]",
      "[[1,1]]",
      "[[1,2]]",
      "[[1,3]]",
      "[[2,1]]",
      "[[2,2]]",
      "[[3,1]]",
      "[[1,1],[2,1]]",
    ]);
    expect(again).toBe(0);
  });

  it("are the same however few departures are kept", async () => {
    const all = await search();
    for (let mostKept = 0; mostKept <= 10; mostKept++) {
      const { positions, again } = await search(mostKept);
      expect(positions).toEqual(all.positions);
      expect(again).toBeGreaterThan(0);
    }
  });

  it.each([
    [2, 22],
    [4, 19],
  ])(
    "keep at most %d departures, each counted with its choices, and run %d schedules again",
    async (mostKept, again) => {
      expect((await search(mostKept)).again).toBe(again);
    },
  );

  it("go on behind any schedule as if they had never stopped", async () => {
    const { positions } = await search();
    for (const [index, position] of positions.entries()) {
      const last = Departure.at(JSON.parse(position) as [number, number][]);
      for (const mostKept of [undefined, 0, 4]) {
        const rest = await search(mostKept, last);
        expect(rest.positions).toEqual(positions.slice(index + 1));
      }
    }
  });
});
