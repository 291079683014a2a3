import { EventEmitter, once } from "node:events";
import { stat } from "node:fs/promises";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createTask, gather, sleep } from "../../../src/index.ts";
import { blockedIn, failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * Most code waits for promises and knows nothing of queues and tasks. Nobody can tell who would have settled a promise,
 * but V8 can tell which code awaits it. So a deadlock of plain promises has the same lines: whose code it is, as far as
 * that is known, since when it waits, and where; of functions that await each other, the innermost.
 */
describe("A deadlock of plain promises", () => {
  const place = placesIn(import.meta.url);
  const never = new Promise<void>(() => {});

  async function waitForEver(): Promise<void> {
    await never; // never
  }
  const waits = (since: number): string =>
    `waits for a promise since ${since} ms at ${place("never")} (waitForEver)`;

  it("names the line of an await", async () => {
    const blocked = await blockedIn(async () => {
      await new Promise(() => {}); // at once
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("at once")}`,
    ]);
  });

  it("knows since when, also where only setTimeout tells the time", async () => {
    const blocked = await blockedIn(async () => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      await new Promise(() => {}); // later
    });
    expect(blocked).toEqual([
      `main waits for a promise since 30 ms at ${place("later")}`,
    ]);
  });

  it("shows the innermost of functions that await each other", async () => {
    const middle = async (): Promise<void> => {
      await sleep(2);
      await waitForEver();
    };
    const blocked = await blockedIn(async () => {
      await sleep(1);
      await middle();
    });
    expect(blocked).toEqual([`main ${waits(3)}`]);
  });

  it("shows the innermost also of functions that have no name", async () => {
    const blocked = await blockedIn(async () => {
      await (async () => {
        await never; // nameless
      })();
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("nameless")}`,
    ]);
  });

  it("shows the line of a function that calls itself, once", async () => {
    async function descend(depth: number): Promise<void> {
      await (depth === 0 ? never : descend(depth - 1)); // recursion
    }
    const blocked = await blockedIn(() => descend(3));
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("recursion")} (descend)`,
    ]);
  });

  it("shows the line of a function that calls itself by way of another, and waits where it calls", async () => {
    const limited = async (isFull: boolean, work: () => unknown) =>
      isFull ? await never : await work(); // limited
    const blocked = await blockedIn(() =>
      limited(false, async () => {
        await limited(true, String);
      }),
    );
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("limited")} (limited)`,
    ]);
  });

  it("shows each branch of Promise.all that hangs, and none that has ended", async () => {
    const blocked = await blockedIn(async () => {
      const other = async (): Promise<void> => {
        await sleep(2);
        await never; // the other branch
      };
      await Promise.all([sleep(1), waitForEver(), other()]);
    });
    expect(blocked).toEqual([
      `main ${waits(0)}`,
      `main waits for a promise since 2 ms at ${place("the other branch")} (other)`,
    ]);
  });

  it("names the line of a race that nobody wins", async () => {
    const blocked = await blockedIn(async () => {
      await Promise.race([never, new Promise(() => {})]); // race
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("race")}`,
    ]);
  });

  it("names a then that is never called", async () => {
    const blocked = await blockedIn(() => {
      return never.then(() => "settled"); // then
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("then")}`,
    ]);
  });

  it("names a generator that never yields", async () => {
    async function* numbers(): AsyncGenerator<number> {
      yield 1;
      await never; // in the generator
      yield 2;
    }
    const blocked = await blockedIn(async () => {
      let sum = 0;
      for await (const number of numbers()) {
        sum += number;
      }
      return sum;
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("in the generator")} (numbers)`,
    ]);
  });

  it("names the await of an event that never comes", async () => {
    const blocked = await blockedIn(async () => {
      const door = new EventEmitter();
      setTimeout(() => door.emit("closed"), 10);
      await once(door, "closed");
      await once(door, "open"); // event
    });
    expect(blocked).toEqual([
      `main waits for a promise since 10 ms at ${place("event")}`,
    ]);
  });

  it("names the user's line where a package does the waiting", async () => {
    const blocked = await blockedIn(async () => {
      await sleep(3);
      const property = fc.asyncProperty(fc.integer(), () => never);
      await fc.assert(property); // assertion
    });
    expect(blocked).toEqual([
      `main waits for a promise since 3 ms at ${place("assertion")}`,
    ]);
  });

  it("names code that a timer's callback has started", async () => {
    const blocked = await blockedIn(async () => {
      await new Promise<void>((resolve) => {
        setTimeout(() => void waitForEver().then(resolve), 5);
      }); // started by a timer
    });
    expect(blocked.at(-1)).toBe(`main ${waits(5)}`);
  });

  it("names each of several tasks that hang at the same line", async () => {
    const blocked = await blockedIn(async () => {
      const a = createTask(waitForEver, { name: "a" });
      const b = createTask(waitForEver, { name: "b" });
      await gather(a, b); // gather
    });
    expect(blocked).toEqual([
      `main waits for gather since 0 ms at ${place("gather")}; a, b have not ended`,
      `a ${waits(0)}`,
      `b ${waits(0)}`,
    ]);
  });

  it("knows whose code it is that somebody else's code has set going again", async () => {
    const blocked = await blockedIn(async () => {
      let open!: () => void;
      const gate = new Promise<void>((resolve) => (open = resolve));
      const visit = async (): Promise<void> => {
        await gate;
        await waitForEver();
      };
      createTask(visit, { name: "guest" });
      createTask(() => open(), { name: "porter" });
      await sleep(1);
      await never; // host
    });
    expect(blocked).toEqual([
      `guest ${waits(0)}`,
      `main waits for a promise since 1 ms at ${place("host")}`,
    ]);
  });

  it("names a task that hangs though nobody waits for it", async () => {
    const blocked = await blockedIn(async () => {
      createTask(waitForEver, { name: "forgotten" });
      await sleep(1);
      await never; // beside the forgotten one
    });
    expect(blocked).toEqual([
      `forgotten ${waits(0)}`,
      `main waits for a promise since 1 ms at ${place("beside the forgotten one")}`,
    ]);
  });

  it("names code as such that is none of the program's, as a test runner's, and never main by it", async () => {
    let reached!: () => void;
    const isReached = new Promise<void>((resolve) => (reached = resolve));
    const others = async (): Promise<void> => {
      await stat("package.json");
      await stat("package.json");
      setTimeout(reached, 5); // timer
      await never; // of others
    };
    void others();
    const timed = { maxElapsed: 1 };
    const error = await failureOf(() => isReached.then(() => never), timed);
    const [, main, ...more] = withoutColumns(String(error)).split("\n  ");
    expect(main).toMatch(/^main waits for a promise/);
    expect(more).toEqual([
      `code from outside the run waits for a promise since 0 ms at ${place("of others")} (others)`,
      `a timer that main set at ${place("timer")} (others) is due at 5 ms`,
    ]);
  });

  it("says at least that main waits, where no place may be taken down", async () => {
    const blocked = await blockedIn(waitForEver, { traces: 0 });
    expect(blocked).toEqual(["main waits for a promise"]);
  });
});
