import { describe, expect, it } from "vitest";
import { DeadlockError, explore } from "../../../../src/testing/index.ts";
import {
  boundedBuffer,
  connectionPool,
  philosophers,
  rateLimiter,
  readersAndWriters,
} from "./problems.ts";

/*
 * The classic problems of concurrency, solved with the library's parts, and tried in every order in which turns and equal
 * deadlines could have been taken. What a solution promises holds in all of them, or the search would show the simplest
 * order in which it does not.
 */
describe("The classic problems, in every order", () => {
  it("let readers read together and a writer write alone", async () => {
    const { complete, outcomes } = await explore(readersAndWriters);
    expect(complete).toBe(true);
    for (const { output, error } of outcomes) {
      expect(error).toBe(undefined);
      expect(
        output
          .split("\n")
          .filter((line) => line !== "")
          .toSorted(),
      ).toEqual(["ann read", "bob read", "eve wrote"]);
    }
  });

  it("name the philosophers that starve where each takes the left fork first", async () => {
    const { complete, outcomes } = await explore(() => philosophers("left"));
    expect(complete).toBe(true);
    const stuck = outcomes.filter(
      ({ error }) => error instanceof DeadlockError,
    );
    expect(stuck).not.toEqual([]);
    for (const { output, error } of stuck) {
      expect(output).toBe("");
      const lines = String(error).split("\n").toSorted();
      expect(lines.map(whoWaitsForWhom).filter(Boolean)).toEqual([
        "Hume waits for Plato",
        "Kant waits for Hume",
        "Plato waits for Kant",
      ]);
    }
    const others = outcomes.filter(({ error }) => error === undefined);
    expect(others.length + stuck.length).toBe(outcomes.length);
    for (const { output } of others) {
      expect(output.match(/ ate\n/g)).toHaveLength(3);
    }
  });

  it("let all philosophers eat where the forks have an order", async () => {
    const { complete, outcomes } = await explore(() => philosophers("order"));
    expect(complete).toBe(true);
    for (const { output, error } of outcomes) {
      expect(error).toBe(undefined);
      expect(output.match(/ ate\n/g)).toHaveLength(3);
    }
  });

  it("lose nothing in a buffer, keep its bound, and leave nobody waiting", async () => {
    const { complete, outcomes } = await explore(boundedBuffer);
    expect(complete).toBe(true);
    expect(outcomes.map(({ error }) => error)).toEqual(
      outcomes.map(() => undefined),
    );
    for (const { output } of outcomes) {
      expect(output).toMatch(/^got 1,2, held at most 1\n$/);
    }
  });

  it("let no more than the limit run at once, and all of them in the end", async () => {
    const { complete, outcomes } = await explore(rateLimiter);
    expect(complete).toBe(true);
    expect(outcomes.map(({ output }) => output)).toEqual([
      "2 at once, 3 done\n",
    ]);
  });

  it("get each connection of a pool back, also from who runs out of time or is cancelled", async () => {
    const { complete, outcomes } = await explore(connectionPool);
    expect(complete).toBe(true);
    for (const { output, error } of outcomes) {
      expect(error).toBe(undefined);
      expect(output).toMatch(/ 1 of 1 free\n$/);
    }
  });
});

/** What a line of a deadlock says of a lock: `Kant waits for Hume`. */
function whoWaitsForWhom(line: string): string | undefined {
  const found = /^ +(\w+) waits for Lock\.acquire .*; held by (\w+) /.exec(
    line,
  );
  return found === null ? undefined : `${found[1]} waits for ${found[2]}`;
}
