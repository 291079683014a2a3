import { describe, expect, it } from "vitest";
import { allOutcomes, play, stamped, terminal } from "../support.ts";
import { main } from "./blank-page/start.ts";

/*
 * What the blank page begins with.
 */
describe("A blank page", () => {
  it("begins with a producer that waits for room", async () => {
    expect(stamped(await play(main))).toBe(terminal`
         0 ms | put tea
         0 ms | took tea
         0 ms | put jam
        20 ms | took jam     ← there is room for bread only now
        20 ms | put bread
        40 ms | took bread
    `);
  });

  it("ends alike in every order", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect(complete).toBe(true);
    expect(outcomes).toHaveLength(1);
  });
});
