import { describe, expect, it } from "vitest";
import {
  main,
  TrackedResource,
} from "../../../src/chapter/3-async-context-managers/08-lifecycle-events.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * Enter, use, exit: the order is the whole promise of a context manager, and exit belongs to it whatever happens in
 * between. A resource that writes its events into a list lets one see the promise kept.
 */
describe("08 · Lifecycle events", () => {
  it("prints the events in the order of the resource's life", async () => {
    const run = await play(main, TrackedResource);
    expect(run.output).toBe(terminal`
      Events: ['enter', 'use', 'exit']
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("exits when the block ends, not before", async () => {
    const events: string[] = [];
    {
      await using _resource = await TrackedResource.open(events);
      events.push("last line of the block");
    }
    expect(events).toEqual(["enter", "last line of the block", "exit"]);
  });

  it("exits though it was never used", async () => {
    const events: string[] = [];
    {
      await using _resource = await TrackedResource.open(events);
    }
    expect(events).toEqual(["enter", "exit"]);
  });

  it("exits once in each round of a loop, also in the one that breaks", async () => {
    const events: string[] = [];
    for (const round of [1, 2, 3]) {
      await using resource = await TrackedResource.open(events);
      if (round === 2) {
        break;
      }
      resource.use();
    }
    expect(events).toEqual(["enter", "use", "exit", "enter", "exit"]);
  });

  it("exits the inner of two blocks first", async () => {
    const events: string[] = [];
    const inner: string[] = [];
    {
      await using outer = await TrackedResource.open(events);
      {
        await using resource = await TrackedResource.open(inner);
        resource.use();
      }
      events.push(...inner);
      outer.use();
    }
    expect(events).toEqual(["enter", "enter", "use", "exit", "use", "exit"]);
  });

  it("exits when the block throws, and the error goes on", async () => {
    const events: string[] = [];
    const block = async (): Promise<void> => {
      await using _resource = await TrackedResource.open(events);
      throw new Error("disk full");
    };
    await expect(block()).rejects.toThrow(new Error("disk full"));
    expect(events).toEqual(["enter", "exit"]);
  });
});
