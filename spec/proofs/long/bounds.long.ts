import { describe, expect, it } from "vitest";
import { AsyncQueue } from "../../../src/index.ts";
import type { VirtualOptions } from "../../../src/testing/index.ts";
import { failureOf, placesIn, withoutColumns } from "../../testing/stuck.ts";

/*
 * How far a run goes that has no end, where nobody has set a bound. The specs set one that is near; to come to these takes
 * too long for `npm test`.
 */
describe("Unless told otherwise", () => {
  const place = placesIn(import.meta.url);
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));

  async function textOf(
    main: () => unknown,
    options?: VirtualOptions,
  ): Promise<string> {
    const [first] = String(await failureOf(main, options)).split("\n");
    return first as string;
  }

  it("a livelock begins beyond 1,000,000 jobs", async () => {
    const again = (): void => process.nextTick(again);
    expect(await textOf(again, { traces: 0 })).toBe(
      "LivelockError: Cannot go on: at 0 ms more than 1000000 ticks of main ran in a row; jobsPerMoment allows more",
    );
  });

  it("timers that only repeat are a deadlock once 100,000 have fired", async () => {
    const error = await failureOf(async () => {
      setInterval(() => {}, 1_000); // interval
      console.log("waits");
      await new AsyncQueue().get(); // get
    });
    expect(withoutColumns(String(error))).toBe(
      [
        "DeadlockError: Cannot finish: 100000 timers have fired in a row, and nobody who waits went on; jobsPerMoment allows more",
        `main waits for AsyncQueue.get since 0 ms at ${place("get")}; nobody else has put into it`,
        `a timer that main set at ${place("interval")} repeats`,
      ].join("\n  "),
    );
    expect(error).toMatchObject({ lines: [{ at: 0, text: "waits" }] });
  });

  it("code that only sleeps is one once it has slept 600,000 times", async () => {
    const main = async (): Promise<void> => {
      void (async () => {
        for (;;) {
          await later(60_000);
        }
      })();
      await new Promise(() => {});
    };
    expect(await textOf(main)).toBe(
      "DeadlockError: Cannot finish: 600000 timers have fired in a row, and only sleeps went on; jobsPerMoment allows more",
    );
  });
});
