import { describe, expect, it } from "vitest";
import { toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { asyncRange } from "../../../src/chapter/2-async-generators/04-async-generator.ts";
import {
  main,
  onlyEven,
  squared,
} from "../../../src/chapter/2-async-generators/06-pipeline.ts";
import { allOutcomes, functionOf, play, terminal } from "../../support.ts";

/*
 * `onlyEven(squared(asyncRange(8)))` reads from the inside out and works from the outside in: the consumer asks the
 * last stage, which asks the one before it, and so on to the source. One request at a time travels to the source, one
 * value travels back, and no stage ever holds more than that one value.
 */
describe("06 · Pipeline", () => {
  it("prints the even squares", async () => {
    const run = await play(
      main,
      functionOf("count", asyncRange(0), "asyncRange"),
      squared,
      onlyEven,
    );
    expect(run.output).toBe(terminal`
      Even squares of 0..7: [0, 4, 16, 36]
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("squares each value, negative ones too", async () => {
    expect(await collected(squared(sourceOf(-3, 0, 2)))).toEqual([9, 0, 4]);
  });

  it("keeps the even values, negative ones too", async () => {
    const source = sourceOf(-4, -3, 0, 1, 2);
    expect(await collected(onlyEven(source))).toEqual([-4, 0, 2]);
  });

  it("reads nothing from its source while nobody reads from it", async () => {
    const run = await runVirtual(() => {
      onlyEven(squared(sourceOf(1, 2)));
    });
    expect(run.output).toBe("");
  });

  it("takes one value through all stages before it reads the next", async () => {
    const run = await runVirtual(async () => {
      for await (const value of onlyEven(squared(sourceOf(1, 2, 4)))) {
        console.log(`got ${value}`);
      }
    });
    expect(run.output).toBe(terminal`
      source: 1
      source: 2         ← the 1 went as far as onlyEven, which asked for another
      got 4
      source: 4
      got 16
      source: closed
    `);
  });

  it("closes every stage, down to the source, when the consumer leaves early", async () => {
    const run = await runVirtual(async () => {
      for await (const value of onlyEven(squared(sourceOf(2, 4, 6)))) {
        console.log(`got ${value}`);
        break;
      }
      console.log("consumer goes on");
    });
    expect(run.output).toBe(terminal`
      source: 2
      got 4
      source: closed    ← before the consumer goes on; Python leaves it to later
      consumer goes on
    `);
  });

  it("closes its source when a stage fails, and the consumer gets the error", async () => {
    const run = await runVirtual(async () => {
      const values = squared(sourceOf(1, 2n as never));
      await expect(toArray(onlyEven(values))).rejects.toThrow(
        new TypeError(
          "Cannot mix BigInt and other types, use explicit conversions",
        ),
      );
    });
    expect(run.output).toBe(terminal`
      source: 1
      source: 2
      source: closed
    `);
  });
});

/** Prints what is read from it, and when it is closed. */
async function* sourceOf(...values: number[]): AsyncGenerator<number, void> {
  try {
    for (const value of values) {
      console.log(`source: ${value}`);
      yield value;
    }
  } finally {
    console.log("source: closed");
  }
}

async function collected(values: AsyncIterable<number>): Promise<number[]> {
  return (await runVirtual(() => toArray(values))).result;
}
