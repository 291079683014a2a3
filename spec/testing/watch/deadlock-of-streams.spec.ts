import { describe, expect, it } from "vitest";
import {
  asCompleted,
  AsyncExitStack,
  AsyncQueue,
  asyncWith,
  buffer,
  createTask,
  gather,
  mapConcurrent,
  merge,
  sleep,
  timeout,
  wait,
  zip,
} from "../../../src/index.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { blockedIn, placesIn } from "../stuck.ts";

const never = (): Promise<never> => new Promise(() => {});

/*
 * What waits for sources, for several tasks, or for code that it runs, is named by what the program has called: the report
 * says how many sources have not answered, which tasks have not ended, and what is left to be done.
 */
describe("A deadlock of streams, groups and limits", () => {
  const place = placesIn(import.meta.url);

  it("says how many of its sources a merge waits for", async () => {
    const blocked = await blockedIn(async () => {
      const [open, other] = [new AsyncQueue<number>(), new AsyncQueue()];
      open.putNowait(7);
      for await (const _ of merge([1], open, other)); // merge
    });
    expect(blocked).toContain(
      `main waits for merge: next item since 0 ms at ${place("merge")}; 2 of its 3 sources have not answered`,
    );
  });

  it("says of a zip that one source has not answered", async () => {
    const blocked = await blockedIn(async () => {
      await zip([1], new AsyncQueue()).next(); // zip
    });
    expect(blocked).toContain(
      `main waits for zip: next row since 0 ms at ${place("zip")}; 1 of its 2 sources has not answered`,
    );
  });

  it("says that a buffer waits for its source", async () => {
    const blocked = await blockedIn(async () => {
      await buffer(new AsyncQueue(), 2).next(); // buffer
    });
    expect(blocked).toContain(
      `main waits for buffer: next item since 0 ms at ${place("buffer")}; its source has not answered`,
    );
  });

  it("says how many items a concurrent map works on", async () => {
    const blocked = await blockedIn(async () => {
      const one = mapConcurrent([1], never, { limit: 2 });
      const two = mapConcurrent([1, 2, 3], never, { limit: 2 });
      await Promise.all([one.next(), two.next()]); // map
    });
    const waits = `main waits for mapConcurrent: next result since 0 ms at ${place("map")}`;
    expect(blocked).toContain(`${waits}; 1 item is being worked on`);
    expect(blocked).toContain(`${waits}; 2 items are being worked on`);
  });

  it("names each of these waits once it goes on no more", async () => {
    const blocked = await blockedIn(async () => {
      const merged = merge([1], new AsyncQueue());
      await merged.next();
      await merged.return();
      await timeout(5, () => {});
      await asyncWith(new AsyncExitStack(), (stack) => stack.defer(() => {}));
      await never(); // over
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("over")}`,
    ]);
  });

  it("says of a time limit that its body does not heed it", async () => {
    const blocked = await blockedIn(async () => {
      await timeout(20, never); // late
    });
    expect(blocked[0]).toBe(
      `main waits for timeout: its body since 0 ms at ${place("late")}; its signal has aborted, and the body does not heed that`,
    );
  });

  it("says of a time limit how long it is", async () => {
    const blocked = await blockedIn(async () => {
      await timeout(Infinity, never); // endless
    });
    expect(blocked[0]).toBe(
      `main waits for timeout: its body since 0 ms at ${place("endless")}; the time is Infinity ms`,
    );
  });

  it("says how many contexts an exit stack is still to exit", async () => {
    const blocked = await blockedIn(async () => {
      const stack = new AsyncExitStack();
      stack.defer(() => {});
      stack.defer(never);
      await sleep(5);
      await stack.exit(); // stack
    });
    expect(blocked[0]).toBe(
      `main waits for AsyncExitStack.exit since 5 ms at ${place("stack")}; 1 more to exit`,
    );
  });

  it("says which tasks have not ended, ten of them by name", async () => {
    const tasks = () =>
      Array.from({ length: 12 }, (_, at) =>
        createTask(at === 0 ? () => {} : never, { name: `t${at}` }),
      );
    const names = "t1, t2, t3, t4, t5, t6, t7, t8, t9, t10";
    for (const waiting of [
      async () => gather(tasks()),
      async () => wait(tasks()),
      async () => {
        for await (const _ of asCompleted(tasks()));
      },
    ]) {
      const [blocked] = await blockedIn(waiting);
      expect(blocked).toMatch(new RegExp(`; ${names}, 1 more have not ended$`));
    }
  });

  it("draws each of these waits in the timeline", async () => {
    const { timeline } = await runVirtual(
      async () => {
        const slow = async function* () {
          await sleep(5);
          yield 1;
        };
        await merge(slow()).next();
        await zip(slow()).next();
        await buffer(slow(), 1).next();
        await mapConcurrent([1], () => sleep(5), { limit: 1 }).next();
        await timeout(50, () => sleep(5));
        await asyncWith(new AsyncExitStack(), (stack) =>
          stack.defer(() => sleep(5)),
        );
      },
      { timeline: true },
    );
    const drawn = (timeline ?? []).flatMap((event) =>
      event.kind === "waits" && event.waitKind.what !== "sleep"
        ? [`${event.at} ${event.waitKind.label}`]
        : [],
    );
    expect(drawn).toEqual([
      "0 merge",
      "5 zip",
      "10 buffer",
      "15 mapConcurrent",
      "20 timeout",
      "25 exit",
    ]);
  });
});
