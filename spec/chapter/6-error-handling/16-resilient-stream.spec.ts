import { describe, expect, it } from "vitest";
import { createTask } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  main,
  resilientStream,
} from "../../../src/chapter/6-error-handling/16-resilient-stream.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * A loop that is left early closes the generator that it was reading: the generator resumes at its `yield` as if a
 * return stood there, and its `finally` runs. The loop waits for that. In Python, an abandoned generator is closed
 * when the garbage collector finds it; in TypeScript, before the next statement.
 */
describe("16 · Resilient stream", () => {
  it("prints a full iteration and one that breaks", async () => {
    const run = await play(main, resilientStream);
    expect(run.output).toBe(terminal`
      Full iteration:
        Stream: opened
          got: a
          got: b
          got: c
        Stream: closed (cleanup done)

      Early exit (break):
        Stream: opened
          got: x
        Stream: closed (cleanup done)     ← y and z were never fetched
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("pauses before each item, so another task has its turn", async () => {
    const run = await runVirtual(async () => {
      createTask(() => console.log("another task"));
      console.log((await resilientStream("x").next()).value);
    });
    expect(run.output).toBe(terminal`
        Stream: opened
      another task
      x
    `);
  });

  it("closes before the statement behind the loop runs", async () => {
    const run = await runVirtual(async () => {
      for await (const _ of resilientStream("xyz")) {
        break;
      }
      console.log("behind the loop");
    });
    expect(run.output).toBe(terminal`
        Stream: opened
        Stream: closed (cleanup done)
      behind the loop
    `);
  });

  it("closes when the loop returns from its function", async () => {
    const run = await runVirtual(async () => {
      const first = async (): Promise<string | undefined> => {
        for await (const value of resilientStream("xyz")) {
          return value;
        }
        return undefined;
      };
      console.log(`returned ${await first()}`);
    });
    expect(run.output).toBe(terminal`
        Stream: opened
        Stream: closed (cleanup done)
      returned x
    `);
  });

  it("closes when the body of the loop throws, and the error goes on", async () => {
    const run = await runVirtual(async () => {
      try {
        for await (const value of resilientStream("xyz")) {
          throw new Error(`cannot parse ${value}`);
        }
      } catch (error) {
        console.log(String(error));
      }
    });
    expect(run.output).toBe(terminal`
        Stream: opened
        Stream: closed (cleanup done)
      Error: cannot parse x
    `);
  });

  it("neither opens nor closes a stream that nobody reads", async () => {
    const stream = resilientStream("xyz");
    const run = await runVirtual(() => stream.return());
    expect(run).toMatchObject({ output: "", result: { done: true } });
    expect((await stream.next()).done).toBe(true);
  });

  it("closes when its own source fails, and the error goes on", async () => {
    const run = await runVirtual(async () => {
      function* broken(): Generator<string, void> {
        yield "x";
        throw new Error("disk error");
      }
      const stream = resilientStream(broken());
      await stream.next();
      await expect(stream.next()).rejects.toThrow(new Error("disk error"));
    });
    expect(run.output).toBe(terminal`
        Stream: opened
        Stream: closed (cleanup done)
    `);
  });
});
