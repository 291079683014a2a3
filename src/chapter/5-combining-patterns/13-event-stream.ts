/*
 * Patterns meet: a generator brings the events one by one, a context manager frames the work on them with a beginning
 * and an end, and the loop between the two only says which events it wants.
 */
import { asyncContextManager, asyncWith, sleep } from "async-patterns";
import { repr } from "../repr.ts";

export interface StreamEvent {
  readonly id: number;
  readonly type: "click" | "scroll";
}

/** Yields `count` events, clicks and scrolls in turn, with one turn of the event loop before each. */
export async function* eventStream(
  count: number,
): AsyncGenerator<StreamEvent, void> {
  for (let id = 0; id < count; id++) {
    await sleep(0);
    yield { id, type: id % 2 === 0 ? "click" : "scroll" };
  }
}

/** Gives its body an empty list to fill and reports, however the body ends, how many events are in it. */
export const eventProcessor = asyncContextManager(async function* (
  name: string,
): AsyncGenerator<StreamEvent[], void> {
  const processed: StreamEvent[] = [];
  console.log(`  [${name}] Processor started`);
  try {
    yield processed;
  } finally {
    console.log(`  [${name}] Processor done: ${processed.length} events`);
  }
});

export async function main(): Promise<void> {
  const clicks = await asyncWith(
    eventProcessor("ClickFilter"),
    async (processed) => {
      for await (const event of eventStream(8)) {
        if (event.type === "click") {
          processed.push(event);
        }
      }
      return processed;
    },
  );
  console.log(`  Click events: ${repr(clicks)}`);
}
