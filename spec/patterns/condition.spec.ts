import { describe, expect, it } from "vitest";
import { asyncWith } from "../../src/patterns/async-context-manager.ts";
import { Condition } from "../../src/patterns/condition.ts";
import { Lock } from "../../src/patterns/lock.ts";
import { nextTurn } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";

/*
 * A condition lets tasks wait until something has changed that a lock guards: that the buffer holds an item, that the
 * account covers the sum. It is asyncio's Condition. A notice keeps the lock, so the woken one goes on behind the one that
 * has notified it.
 */
describe("Condition", () => {
  it("gives the lock back while it waits, and has it again when it goes on", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const waiting = waiter(condition, "A");
      await nextTurn();
      await asyncWith(condition, async () => {
        condition.notify();
        console.log(`notified, locked: ${condition.locked}`);
        await nextTurn();
        console.log("about to release");
      });
      await waiting;
      console.log(`locked: ${condition.locked}`);
    });
    expect(run.output).toBe(terminal`
      A waits
      notified, locked: true
      about to release
      A goes on, locked: true
      locked: false
    `);
  });

  it("notifies those who have waited longest, as many as it is told", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const waiting = ["A", "B", "C"].map((name) => waiter(condition, name));
      await nextTurn();
      await asyncWith(condition, () => condition.notify(2));
      await nextTurn();
      await nextTurn();
      await asyncWith(condition, () => {
        condition.notify(0);
        console.log("the second notice");
        condition.notify(9);
      });
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A waits
      B waits
      C waits
      A goes on, locked: true
      B goes on, locked: true
      the second notice
      C goes on, locked: true
    `);
  });

  it("notifies all who wait, and they have the lock one after the other", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const waiting = ["A", "B"].map((name) => waiter(condition, name));
      await nextTurn();
      await asyncWith(condition, () => condition.notifyAll());
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A waits
      B waits
      A goes on, locked: true
      B goes on, locked: true
    `);
  });

  it("lets the notifying task go on before the notified one: the notice wakes it, the lock does not", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const waiting = waiter(condition, "waiter");
      await nextTurn();
      await condition.acquire();
      condition.notify();
      condition.release();
      console.log("main");
      await condition.acquire(); // before the notified one's turn
      console.log("main again");
      await nextTurn();
      condition.release();
      await waiting;
    });
    expect(run.output).toBe(terminal`
      waiter waits
      main
      main again
      waiter goes on, locked: true
    `);
  });

  it("waits until a predicate holds, and looks again at each notice", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      let sum = 0;
      const waiting = asyncWith(condition, () =>
        condition.waitFor(() => sum > 1 && `the sum is ${sum}`),
      );
      for (let count = 0; count < 3; count++) {
        await nextTurn();
        await asyncWith(condition, () => {
          sum++;
          condition.notifyAll();
        });
      }
      return waiting;
    });
    expect(run.result).toBe("the sum is 2");
  });

  it("ends a wait with the signal's reason once it has the lock again, and notifies another", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const controller = new AbortController();
      const waiting = [
        waiter(condition, "A", controller.signal),
        waiter(condition, "B"),
      ];
      await nextTurn();
      await asyncWith(condition, async () => {
        condition.notify(); // A
        controller.abort("enough");
        await nextTurn();
        console.log("about to release");
      });
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A waits
      B waits
      about to release
      A ends: enough, locked: true
      B goes on, locked: true
    `);
  });

  it("lines up for the lock once more where the signal aborts while it waits for that", async () => {
    const run = await runVirtual(async () => {
      const condition = new Condition();
      const controller = new AbortController();
      const waiting = [waiter(condition, "A", controller.signal)];
      await nextTurn();
      await asyncWith(condition, async () => {
        condition.notify();
        await nextTurn(); // A is back, and waits for the lock
        waiting.push(user(condition, "B"));
        controller.abort("enough");
        await nextTurn();
      });
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A waits
      B has the lock
      A ends: enough, locked: true
    `);
  });

  it("rejects at once on an aborted signal, and keeps the lock", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.acquire();
      const options = { signal: AbortSignal.abort("too late") };
      await expect(condition.wait(options)).rejects.toBe("too late");
      await expect(condition.waitFor(() => 0, options)).rejects.toBe(
        "too late",
      );
      expect(condition.locked).toBe(true);
      await expect(condition.acquire(options)).rejects.toBe("too late");
    });
  });

  it("gives up to have the lock where the signal aborts", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.acquire();
      const controller = new AbortController();
      const late = condition.acquire(controller);
      controller.abort("too late");
      await expect(late).rejects.toBe("too late");
    });
  });

  it("may share its lock with another condition", async () => {
    await runVirtual(async () => {
      const lock = new Lock();
      const [full, empty] = [new Condition(lock), new Condition(lock)];
      await full.acquire();
      expect([lock.locked, empty.locked]).toEqual([true, true]);
      empty.release();
      expect([lock.locked, full.locked]).toEqual([false, false]);
    });
  });

  it("throws where nobody holds the lock, and changes nothing", async () => {
    await runVirtual(async () => {
      const condition = new Condition();
      const reason = "nobody holds the lock of the condition";
      await expect(condition.wait()).rejects.toThrow(
        new Error(`Cannot wait: ${reason}`),
      );
      const refused = new Error(`Cannot notify: ${reason}`);
      expect(() => condition.notify()).toThrow(refused);
      expect(() => condition.notifyAll()).toThrow(refused);
      expect(() => condition.release()).toThrow(
        new Error("Cannot release: nobody holds the lock"),
      );
    });
  });

  it.each([
    [-1, "-1"],
    [0.5, "0.5"],
  ])("refuses to notify %s who wait", async (n, shown) => {
    await runVirtual(async () => {
      const condition = new Condition();
      await condition.acquire();
      expect(() => condition.notify(n)).toThrow(
        new RangeError(
          `Cannot notify: n must be a whole number from 0 on, received ${shown}`,
        ),
      );
    });
  });

  it("refuses what is no lock, and what is no predicate", async () => {
    expect(() => new Condition({} as Lock)).toThrow(
      new TypeError(
        "Cannot create a condition: it takes a lock, received an Object",
      ),
    );
    const condition = new Condition();
    await expect(condition.waitFor(true as never)).rejects.toThrow(
      new TypeError(
        "Cannot wait: the predicate must be a function, received true",
      ),
    );
  });

  it("refuses an aborted signal, also where the predicate holds", async () => {
    const signal = AbortSignal.abort("too late");
    const condition = new Condition();
    await expect(condition.waitFor(() => true, { signal })).rejects.toBe(
      "too late",
    );
  });
});

async function waiter(
  condition: Condition,
  name: string,
  signal?: AbortSignal,
): Promise<void> {
  await asyncWith(condition, async () => {
    console.log(`${name} waits`);
    const how = await condition.wait({ signal }).then(
      () => "goes on",
      (reason: unknown) => `ends: ${String(reason)}`,
    );
    console.log(`${name} ${how}, locked: ${condition.locked}`);
  });
}

async function user(condition: Condition, name: string): Promise<void> {
  await asyncWith(condition, () => console.log(`${name} has the lock`));
}
