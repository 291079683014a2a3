import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { atRest } from "./at-rest.ts";
import { tries } from "../../long.ts";
import { inAnyOrder } from "./in-any-order.ts";
import { holds, kinds, maxsizes, operations } from "./programs.ts";

/*
 * Rules that are shown by examples hold for the examples. These laws are tried on programs of puts, gets,
 * aborts and shutdowns that nobody thought up, always the same ones (many more in `npm run test:long`), and against a model so simple that one can see that
 * it is right: an array of items, and an array of those who wait.
 */
describe("Laws of the queues", () => {
  const named = kinds.map((kind) => [kind.name, kind] as const);

  it.each(named)(
    "%s serves those who wait in the order of coming, whatever happens one by one",
    async (_, kind) => {
      const law = fc.asyncProperty(maxsizes, operations, (maxsize, steps) =>
        atRest(kind, maxsize, steps),
      );
      await expect(holds(law, tries(20, 2_000))).resolves.toBe(undefined);
    },
  );

  it.each(named)(
    "%s loses, doubles and misplaces no item, and lets nobody wait in vain, whatever happens at once",
    async (_, kind) => {
      const law = fc.asyncProperty(maxsizes, operations, (maxsize, steps) =>
        inAnyOrder(kind, maxsize, steps),
      );
      await expect(holds(law, tries(30, 3_000))).resolves.toBe(undefined);
    },
  );
});
