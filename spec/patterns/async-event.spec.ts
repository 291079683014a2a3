import { describe, expect, it } from "vitest";
import { AsyncEvent } from "../../src/patterns/async-event.ts";
import { nextTurn } from "../../src/patterns/sleep.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";
import { noting } from "./noting.ts";

/*
 * An event is a flag that tasks wait for: that a connection is open, that a configuration is loaded. It is asyncio's
 * Event. Setting it wakes all who wait, and from then on nobody waits, until it is cleared.
 */
describe("AsyncEvent", () => {
  it("wakes all who wait, in the order in which they came, each on a turn of its own", async () => {
    const run = await runVirtual(async () => {
      const event = new AsyncEvent();
      const waiting = ["A", "B"].map((name) =>
        noting(name, (options) => event.wait(options)),
      );
      await nextTurn();
      event.set();
      console.log("set");
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      set
      A goes on
      B goes on
    `);
  });

  it("lets nobody wait while it is set, not even for a turn", async () => {
    const run = await runVirtual(async () => {
      const event = new AsyncEvent();
      event.set();
      event.set();
      const turn = nextTurn().then(() => console.log("the next turn"));
      await event.wait();
      console.log(`isSet: ${event.isSet}`);
      await turn;
    });
    expect(run.output).toBe(terminal`
      isSet: true
      the next turn
    `);
  });

  it("lets a woken one go on though it is cleared before that one's turn, and others wait", async () => {
    const run = await runVirtual(async () => {
      const event = new AsyncEvent();
      const first = noting("A", (options) => event.wait(options));
      event.set();
      event.clear();
      const second = noting("B", (options) => event.wait(options));
      await first;
      console.log(`isSet: ${event.isSet}`);
      event.set();
      await second;
    });
    expect(run.output).toBe(terminal`
      A goes on
      isSet: false
      B goes on
    `);
  });

  it("ends a wait with the signal's reason, woken or not, and the others wait on", async () => {
    const run = await runVirtual(async () => {
      const event = new AsyncEvent();
      const [one, two] = [new AbortController(), new AbortController()];
      const waiting = [
        noting("A", (options) => event.wait(options), one.signal),
        noting("B", (options) => event.wait(options), two.signal),
        noting("C", (options) => event.wait(options)),
      ];
      one.abort("enough");
      await nextTurn();
      event.set();
      two.abort("too late");
      await Promise.all(waiting);
    });
    expect(run.output).toBe(terminal`
      A ends: enough
      B ends: too late
      C goes on
    `);
  });

  it("rejects at once on an aborted signal, also where it is set", async () => {
    await runVirtual(async () => {
      const event = new AsyncEvent();
      event.set();
      const options = { signal: AbortSignal.abort("too late") };
      await expect(event.wait(options)).rejects.toBe("too late");
    });
  });
});
