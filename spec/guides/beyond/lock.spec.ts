import { describe, expect, it } from "vitest";
import { createTask, gather, Lock, sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { allOutcomes, play, stamped, terminal } from "../../support.ts";
import { Account, customer, main } from "./lock.ts";

/*
 * Nobody runs between two awaits of a task, but anybody may at one. Whoever reads a balance, waits, and writes it back has
 * to be alone with it for that long. A lock lets in one task at a time, in the order in which they came.
 *
 * The last customer of three finds what the two before it have left. Without the lock, each of them sees 100, and two
 * withdrawals are lost.
 */
describe("Beyond the chapter: a lock", () => {
  it("each customer sees what the one before it has left", async () => {
    expect(stamped(await play(main))).toBe(terminal`
         0 ms | ann sees 100
        10 ms | bob sees 70
        20 ms | eve sees 40
        30 ms | left: 10
    `);
  });

  it("who comes first is the rule of turns' to say, what is left is certain", async () => {
    const { complete, outcomes } = await allOutcomes(main);
    expect([complete, outcomes.length]).toEqual([true, 6]);
    expect(outcomes.every(({ output }) => output.endsWith("left: 10\n"))).toBe(
      true,
    );
  });

  it("without the lock, two withdrawals are lost", async () => {
    const run = await play(async () => {
      const account = new Account();
      await gather(
        ...[1, 2, 3].map(() => createTask(() => account.withdraw(30))),
      );
      console.log(`left: ${account.balance}`);
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | left: 70
    `);
  });

  it("a customer that is cancelled while it waits leaves the line to the others", async () => {
    const run = await runVirtual(async () => {
      const account = new Account();
      const lock = new Lock();
      const held = await lock.acquire();
      const bob = createTask(async (signal) => {
        await lock.acquire({ signal });
      });
      const eve = createTask(() => customer("eve", account, lock));
      await sleep(1);
      bob.cancel();
      held[Symbol.dispose]();
      await eve;
    });
    expect(stamped(run)).toBe(terminal`
         1 ms | eve sees 100
    `);
  });
});
