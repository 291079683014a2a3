import { describe, expect, it } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";
import { asOrder, type Program } from "./program.ts";
import { families, programs } from "./programs.ts";
import recording from "./recorded.json" with { type: "json" };

/*
 * Virtual time is worth nothing if code runs in another order there. So the order is Node's own: these small programs
 * were run in real time, twenty times each, and what they printed is recorded. Node's event loop fixes the order of
 * each of them. Where the order depends on the load of the machine, as with a timeout of 0 and an immediate, there is
 * nothing to be faithful to. `npm run node-order` compares the recording with the present Node.
 */
describe("Node's order of events", () => {
  const recorded: Readonly<Record<string, string>> = recording.orders;

  async function virtualOrder(program: Program): Promise<string> {
    const { lines } = await runVirtual(async () => {
      await program(console.log, () => {});
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    });
    return asOrder(lines.map(({ text }) => text));
  }

  describe.each(Object.entries(families))("%s", (_, family) => {
    it.each(Object.entries(family))("%s", async (rule, program) => {
      expect(await virtualOrder(program)).toBe(recorded[rule]);
    });
  });

  it("is kept where a test runner puts process.nextTick back during the run", async () => {
    const rule = "ticks and promises alternate while they set each other";
    const nextTick = process.nextTick.bind(process);
    nextTick(() => {
      process.nextTick = nextTick;
    });
    expect(await virtualOrder(programs[rule] as Program)).toBe(recorded[rule]);
  });

  it("is recorded for exactly these programs", () => {
    expect(Object.keys(recorded)).toEqual(Object.keys(programs));
  });
});
