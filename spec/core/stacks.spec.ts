import { describe, expect, it } from "vitest";
import * as ordinaryLibrary from "../../src/index.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { inRealTime, type RealTime } from "../patterns/hand-clock.ts";

type Library = RealTime["library"];
type Way = (program: (library: Library) => Promise<void>) => Promise<unknown>;
type Queue = InstanceType<Library["AsyncQueue"]>;

/*
 * An error that ends a wait is made on a turn, far from the code that waits. Its stack has the line that waits all the
 * same, and who awaits that, so that one sees whose get or put it was.
 */
describe.each<[string, Way]>([
  ["real time", (program) => inRealTime(({ library }) => program(library))],
  ["virtual time", (program) => runVirtual(() => program(ordinaryLibrary))],
])("The stack of an error, in %s,", (_, play) => {
  it.each<[string, (queue: Queue) => Promise<unknown>]>([
    ["get", (queue) => queue.get()],
    ["put", (queue) => queue.put("B")],
  ])("that a woken %s throws has the lines that wait", async (name, wait) => {
    await play(async ({ AsyncQueue }) => {
      const queue = new AsyncQueue(1);
      if (name === "put") {
        queue.putNowait("A");
      }
      const stack = stackOf(courier(queue, wait));
      queue.shutdown();
      const [message, ...lines] = (await stack).split("\n");
      const own = lines.filter((line) => line.includes("stacks.spec"));
      expect(message).toMatch(/^QueueShutDownError: /);
      expect(own.slice(0, 2)).toEqual([
        expect.stringMatching(/ courier /),
        expect.stringMatching(/ stackOf /),
      ]);
    });
  });

  it("that a time limit throws has the lines that wait", async () => {
    await play(async ({ AsyncQueue, timeout }) => {
      const stack = await stackOf(
        courier(new AsyncQueue(), (queue) =>
          timeout(0, (signal) => queue.get({ signal })),
        ),
      );
      const [message, ...lines] = stack.split("\n");
      const own = lines.filter((line) => line.includes("stacks.spec"));
      expect(message).toBe("TimeoutError: The time is over, it was 0 ms");
      expect(own.slice(0, 2)).toEqual([
        expect.stringMatching(/ courier /),
        expect.stringMatching(/ stackOf /),
      ]);
    });
  });
});

async function courier(
  queue: Queue,
  wait: (queue: Queue) => Promise<unknown>,
): Promise<void> {
  await wait(queue);
}

async function stackOf(delivery: Promise<void>): Promise<string> {
  try {
    return await delivery.then(() => "no error");
  } catch (error) {
    return String((error as Error).stack);
  }
}
