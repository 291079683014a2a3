import { describe, expect, it } from "vitest";
import { randomFrom } from "../../../src/testing/loop/random.ts";
import { difference } from "./compare.ts";
import { randomProgram, randomSearch } from "./program.ts";

/*
 * The kit finds schedules by running the program again and again. Another program gets them from the rules alone, without
 * running anything. `npm run enumeration` compares ten thousand programs; here are some.
 */
describe("The schedules of random programs", () => {
  it.each([1, 2, 3, 4])(
    "are those that a plain enumeration finds, with seed %d",
    async (seed) => {
      const random = randomFrom(seed);
      for (let count = 0; count < 40; count++) {
        const found = await difference(
          randomProgram(random),
          randomSearch(random),
        );
        expect(found.differs).toBe(undefined);
      }
    },
  );
});
