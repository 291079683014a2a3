import { describe, expect, it } from "vitest";
import { createTask, map, toArray, toMap, toSet } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  main,
  userIds,
} from "../../../src/chapter/5-combining-patterns/14-set-and-map-comprehensions.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * The target decides what becomes of duplicates: an array keeps them, a set drops them, a map lets the last one win.
 * Python's dict is a `Map` here, not an object: its keys keep their type and the order in which they came.
 */
describe("14 · Set and map comprehensions", () => {
  it("prints each id once, and a map of users", async () => {
    const run = await play(main, userIds);
    expect(run.output).toBe(terminal`
      Unique IDs: [0, 1, 2, 3, 4]
      User map: {0: 'user-0', 1: 'user-1', 2: 'user-2', 3: 'user-3', 4: 'user-4'}
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("counts the ids from 0 to 4 over and over", async () => {
    const { result } = await runVirtual(() => toArray(userIds(7)));
    expect(result).toEqual([0, 1, 2, 3, 4, 0, 1]);
  });

  it("pauses before each id, so another task has its turn", async () => {
    const run = await runVirtual(async () => {
      createTask(() => console.log("another task"));
      for await (const id of userIds(1)) {
        console.log(`id ${id}`);
      }
    });
    expect(run.output).toBe(terminal`
      another task
      id 0
    `);
  });

  it("keeps the values of a set in the order of their first arrival", async () => {
    const { result } = await runVirtual(() =>
      toSet(map(userIds(7), (id) => 9 - id)),
    );
    expect([...result]).toEqual([9, 8, 7, 6, 5]);
  });

  it("keeps the last value of a key, at the place of the first", async () => {
    const { result } = await runVirtual(() => {
      let arrivals = 0;
      return toMap(map(userIds(6), (id) => [id, arrivals++] as const));
    });
    expect([...result]).toEqual([
      [0, 5],
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 4],
    ]);
  });

  it("keeps the keys of a map as they are, numbers as numbers", async () => {
    const { result } = await runVirtual(() =>
      toMap(map(userIds(1), (id) => [id, id] as const)),
    );
    expect(result.has(0)).toBe(true);
    expect(result.has("0" as never)).toBe(false);
  });

  it("refuses to make a map of what is no pair", async () => {
    const run = runVirtual(() => toMap(userIds(1) as never));
    await expect(run).rejects.toThrow(
      new TypeError(
        "Cannot collect: each item must be a pair [key, value], received 0",
      ),
    );
  });
});
