import { describe, expect, it } from "vitest";
import { cells } from "../../../src/chapter/contents.ts";
import {
  DeadlockError,
  LeakError,
  runVirtual,
} from "../../../src/testing/index.ts";
import { seededDeadlocks, type SeededProgram } from "./seeded-deadlocks.ts";
import { seededDeadlocksOfPromises } from "./seeded-deadlocks-of-promises.ts";
import { seededLeaks } from "./seeded-leaks.ts";
import { failureOf } from "../stuck.ts";

/*
 * A smoke detector is judged by two numbers: how many fires it finds, and how often it cries for nothing. Twenty small
 * programs of the kind that one writes every day each have one fault planted, a deadlock or a leak; all twenty are
 * found, by name. The same programs without the fault, and the sixteen cells of the chapter, raise no alarm.
 */
describe("Planted faults", () => {
  const deadlocks = [...seededDeadlocks, ...seededDeadlocksOfPromises];

  const titled = (programs: readonly SeededProgram[]) =>
    programs.map((program) => [program.fault, program] as const);

  /** The lines of an error's message below the first, without the places in them. */
  const culprits = ({ message }: Error): string[] =>
    message
      .replaceAll(/ at \S+\.ts:\d+:\d+(?: \([^)]*\))?/g, "")
      .split("\n  ")
      .slice(1);

  it("are twenty", () => {
    expect([deadlocks.length, seededLeaks.length]).toEqual([13, 7]);
  });

  it.each(titled(deadlocks))("deadlock: %s", async (_, { main, found }) => {
    const error = await failureOf(() => main(true), { leaks: "fail" });
    expect(error).toBeInstanceOf(DeadlockError);
    expect(culprits(error as Error)).toEqual(found);
  });

  it.each(titled(seededLeaks))("leak: %s", async (_, { main, found }) => {
    const error = await failureOf(() => main(true), { leaks: "fail" });
    expect(error).toBeInstanceOf(LeakError);
    expect(culprits(error as Error)).toEqual(found);
  });

  it.each(titled([...deadlocks, ...seededLeaks]))(
    "raise no alarm once repaired: %s",
    async (_, { main }) => {
      const { leaks } = await runVirtual(() => main(false), { leaks: "fail" });
      expect(leaks).toEqual([]);
    },
  );

  it.each(cells.map((cell) => [cell.number, cell.title, cell] as const))(
    "are none in cell %d: %s",
    async (_number, _title, cell) => {
      const { main } = await cell.load();
      const { leaks } = await runVirtual(main, { leaks: "fail" });
      expect(leaks).toEqual([]);
    },
  );
});
