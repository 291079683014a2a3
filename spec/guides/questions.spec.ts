import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import { play, show, stamped, terminal } from "../support.ts";
import { main as closeEarly } from "./questions/close-early.ts";
import { main as lostItem } from "./questions/lost-item.ts";
import { main as putBack } from "./questions/put-back.ts";

/*
 * What the answers show has run.
 */
describe("Ten questions", () => {
  it("a worker that is cancelled with an item in hand lets join wait for ever", async () => {
    expect(show(await runVirtual(lostItem).catch(String))).toBe(terminal`
      DeadlockError: Cannot finish: nothing is ready and no timer is pending
        main waits for AsyncQueue.join since 10 ms at spec/guides/questions/lost-item.ts:15:15 (main); taken from it so far by worker (has ended)
    `);
  });

  it("a worker that puts its item back lets another one do it", async () => {
    expect(stamped(await play(putBack))).toBe(terminal`
        30 ms | tea is done
    `);
  });

  it("a generator is closed by break, and without a loop by return", async () => {
    expect((await play(closeEarly)).output).toBe(terminal`
      1
      2
      closed
      behind the loop
      1
      closed
    `);
  });
});
