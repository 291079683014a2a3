import { describe, expect, it } from "vitest";
import { asyncWith, createTask, take, toArray } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  eventProcessor,
  eventStream,
  main,
} from "../../../src/chapter/5-combining-patterns/13-event-stream.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * The stream is a generator: it knows how events come. The processor is a context manager: it knows what has to be
 * said before and after. Neither knows the other; the three lines of loop between them are all that is particular to
 * this program.
 */
describe("13 · Event stream", () => {
  it("prints the clicks, framed by the processor", async () => {
    const run = await play(main, eventStream);
    expect(run.output).toBe(terminal`
        [ClickFilter] Processor started
        [ClickFilter] Processor done: 4 events
        Click events: [{'id': 0, 'type': 'click'}, {'id': 2, 'type': 'click'}, {'id': 4, 'type': 'click'}, {'id': 6, 'type': 'click'}]
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("streams clicks and scrolls in turn, beginning with a click", async () => {
    const { result } = await runVirtual(() => toArray(eventStream(3)));
    expect(result).toEqual([
      { id: 0, type: "click" },
      { id: 1, type: "scroll" },
      { id: 2, type: "click" },
    ]);
  });

  it("streams on for as long as somebody asks", async () => {
    const { result } = await runVirtual(() =>
      toArray(take(eventStream(Infinity), 2)),
    );
    expect(result).toEqual([
      { id: 0, type: "click" },
      { id: 1, type: "scroll" },
    ]);
  });

  it("pauses before each event, so another task has its turn", async () => {
    const run = await runVirtual(async () => {
      createTask(() => console.log("another task"));
      for await (const { type } of eventStream(1)) {
        console.log(type);
      }
    });
    expect(run.output).toBe(terminal`
      another task
      click
    `);
  });

  it("gives each processor a list of its own", async () => {
    const run = await runVirtual(() =>
      asyncWith(eventProcessor("outer"), (outer) =>
        asyncWith(eventProcessor("inner"), (inner) => {
          outer.push({ id: 0, type: "click" });
          return inner;
        }),
      ),
    );
    expect(run.result).toEqual([]);
    expect(run.output).toBe(terminal`
        [outer] Processor started
        [inner] Processor started
        [inner] Processor done: 0 events
        [outer] Processor done: 1 events
    `);
  });

  it("reports what it has when the stream fails, and the error goes on", async () => {
    const run = await runVirtual(async () => {
      const failing = asyncWith(eventProcessor("Clicks"), async (processed) => {
        for await (const event of eventStream(4)) {
          processed.push(event);
          if (event.id === 2) {
            throw new Error("stream reset");
          }
        }
      });
      await expect(failing).rejects.toThrow(new Error("stream reset"));
    });
    expect(run.output).toBe(terminal`
        [Clicks] Processor started
        [Clicks] Processor done: 3 events
    `);
  });
});
