import { describe, expect, it } from "vitest";
import { tries } from "../../long.ts";
import { randomFrom } from "../../../src/testing/loop/random.ts";
import { difference } from "./compare.ts";
import { reducedDifference } from "./compare-reduced.ts";
import { randomProgram, randomSearch } from "./program.ts";
import { randomSharing } from "./sharing.ts";

/*
 * The kit finds schedules by running the program again and again. Another program gets them from the rules alone, without
 * running anything. `npm run enumeration` compares ten thousand programs; here are some.
 */
describe("The schedules of random programs", () => {
  it.each([1, 2, 3, 4])(
    "are those that a plain enumeration finds, with seed %d",
    async (seed) => {
      const random = randomFrom(seed);
      for (let count = 0; count < tries(4, 40); count++) {
        const found = await difference(
          randomProgram(random),
          randomSearch(random),
        );
        expect(found.differs).toBe(undefined);
      }
    },
  );

  it.each([5, 6])(
    "may be without the equivalent ones, and end alike, with seed %d",
    async (seed) => {
      const random = randomFrom(seed);
      let [full, reduced] = [0, 0];
      for (let count = 0; count < tries(8, 60); count++) {
        const program = randomSharing(random);
        const found = await reducedDifference(program, count % 2);
        expect(found.differs).toBe(undefined);
        full += found.full;
        reduced += found.reduced;
      }
      expect(reduced).toBeLessThan(full / 2);
    },
  );
});
