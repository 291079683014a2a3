import { describe, expect, it } from "vitest";
import {
  AsyncEvent,
  asyncWith,
  Barrier,
  Condition,
  createTask,
  gather,
  Lock,
  Semaphore,
  sleep,
} from "../../../src/index.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { blockedIn, placesIn } from "../stuck.ts";

/*
 * Who waits for a lock waits for somebody: the report says who holds it, and since when. Of an event or a condition it
 * says who has set or notified it so far, of a barrier how many are there.
 */
describe("A deadlock of locks, events and the like", () => {
  const place = placesIn(import.meta.url);

  it("says who holds a lock, and since when", async () => {
    const blocked = await blockedIn(async () => {
      const lock = new Lock();
      const writer = createTask(
        async () => {
          await sleep(20);
          await lock.acquire();
        },
        { name: "writer" },
      );
      await writer;
      await lock.acquire(); // lock
    });
    expect(blocked).toEqual([
      `main waits for Lock.acquire since 20 ms at ${place("lock")}; held by writer since 20 ms`,
    ]);
  });

  it("says who holds the places of a semaphore, and no more of them who has released", async () => {
    const blocked = await blockedIn(async () => {
      const semaphore = new Semaphore(2);
      const hold = (name: string) =>
        createTask(() => semaphore.acquire(), { name });
      await gather(hold("ann"), hold("bob"));
      const cid = async () => {
        semaphore.release(); // what others hold, the first of them
        await sleep(5);
        await semaphore.acquire();
        semaphore.release();
        await semaphore.acquire();
      };
      await createTask(cid, { name: "cid" });
      await semaphore.acquire(); // place
    });
    expect(blocked).toEqual([
      `main waits for Semaphore.acquire since 5 ms at ${place("place")}; held by bob since 0 ms, cid since 5 ms`,
    ]);
  });

  it("says of a semaphore without places nothing of holders", async () => {
    const blocked = await blockedIn(() => new Semaphore(0).acquire()); // none
    expect(blocked).toEqual([
      `main waits for Semaphore.acquire since 0 ms at ${place("none")}`,
    ]);
  });

  it("says who has set an event so far", async () => {
    const blocked = await blockedIn(async () => {
      const event = new AsyncEvent();
      await createTask(() => event.set(), { name: "ann" });
      event.clear();
      await event.wait(); // event
    });
    expect(blocked).toEqual([
      `main waits for AsyncEvent.wait since 0 ms at ${place("event")}; set so far by ann (has ended)`,
    ]);
  });

  it("says that nobody has notified a condition", async () => {
    const blocked = await blockedIn(async () => {
      const condition = new Condition();
      await asyncWith(condition, () => condition.wait()); // condition
    });
    expect(blocked).toEqual([
      `main waits for Condition.wait since 0 ms at ${place("condition")}; nobody else has notified it`,
    ]);
  });

  it("says how many are there at a barrier", async () => {
    const blocked = await blockedIn(() => new Barrier(3).wait()); // barrier
    expect(blocked).toEqual([
      `main waits for Barrier.wait since 0 ms at ${place("barrier")}; 1 of 3 are there`,
    ]);
  });

  it("says nothing of a lock that was acquired outside the run, and can be released inside", async () => {
    const lock = new Lock();
    await lock.acquire();
    await runVirtual(() => lock.release());
    expect(lock.locked).toBe(false);
  });
});
