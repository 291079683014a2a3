import { stat } from "node:fs/promises";
import { runInThisContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { createTask, sleep } from "../../../src/index.ts";
import {
  explore,
  LivelockError,
  runVirtual,
  transcriptOf,
} from "../../../src/testing/index.ts";
import { printedAlone } from "../../support.ts";
import { failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * Code that goes on behind one promise after another, or in one tick or microtask after another, leaves the event loop no chance: in
 * Node the process hangs, and no time limit of a test can come. The run counts such steps within one job and ends the
 * code.
 */
describe("Code that spins without a job in between", () => {
  const place = placesIn(import.meta.url);
  const few = { jobsPerMoment: 1_000 };
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));

  async function spin(): Promise<never> {
    for (;;) {
      await Promise.resolve(); // spins
    }
  }
  function chain(): Promise<never> {
    return Promise.resolve().then(chain); // chain
  }
  const text = (at: number, who: string, where: string): string =>
    `Cannot go on: at ${at} ms ${who} went on more than 2000 times behind one promise after another${where}, and nothing else ran; jobsPerMoment allows more`;
  const spins = ` at ${place("spins")} (spin)`;

  async function livelockOf(main: () => unknown): Promise<string> {
    const error = await failureOf(main, few);
    expect(error).toBeInstanceOf(LivelockError);
    return withoutColumns((error as Error).message);
  }

  it.each<[string, () => unknown, string]>([
    ["in main at once", spin, text(0, "main", spins)],
    ["in main later", () => sleep(5).then(spin), text(5, "main", spins)],
    [
      "in a task",
      async () => {
        createTask(spin, { name: "spinner" });
        await later(1);
      },
      text(0, "spinner", spins),
    ],
    [
      "by a chain of then",
      () => void chain(),
      text(0, "main", ` at ${place("chain")} (chain)`),
    ],
    [
      "in source that is in no file",
      () => void runInThisContext("(async () => { for (;;) await 0; })()"),
      text(0, "main", ""),
    ],
    [
      "where the program hears of a rejection",
      async () => {
        process.on("unhandledRejection", () => void spin());
        void Promise.reject(new Error("lost"));
        await later(1);
      },
      text(0, "main", spins),
    ],
  ])("is a livelock %s", async (_, main, message) => {
    expect(await livelockOf(main)).toBe(message);
    expect((await runVirtual(() => later(5))).elapsed).toBe(5);
  });

  it("is one that knows what had been printed", async () => {
    const error = await failureOf(async () => {
      console.log("begins");
      await spin();
    }, few);
    expect(transcriptOf(error)).toEqual([{ at: 0, text: "begins" }]);
  });

  it("is one that the program hears of where it captures what nobody catches", async () => {
    const captured: unknown[] = [];
    process.setUncaughtExceptionCaptureCallback((it) => captured.push(it));
    const error = await failureOf(spin, few);
    process.setUncaughtExceptionCaptureCallback(null);
    expect(captured).toEqual([error]);
  });

  it("is one where hooks of others follow the async contexts, and the process goes on", () => {
    const program = "spec/testing/loop/spinning-in-contexts.ts";
    expect(printedAlone(program)).toBe("LivelockError\nand goes on\n");
  });

  it("is one in a tick that sets the next", async () => {
    const again = (): void => process.nextTick(again);
    const main = async (): Promise<void> => {
      await later(3);
      createTask(again, { name: "ticker" });
      await later(1);
    };
    expect(await livelockOf(main)).toBe(
      "Cannot go on: at 3 ms more than 1000 ticks of ticker ran in a row; jobsPerMoment allows more",
    );
  });

  it("is one in a microtask that queues the next", async () => {
    const again = (): void => queueMicrotask(again);
    const main = async (): Promise<void> => {
      await later(3);
      createTask(again, { name: "queuer" });
      await later(1);
    };
    expect(await livelockOf(main)).toBe(
      "Cannot go on: at 3 ms more than 1000 microtasks of queuer ran in a row; jobsPerMoment allows more",
    );
    expect((await runVirtual(() => later(5))).elapsed).toBe(5);
  });

  it("is none where microtasks have jobs in between", async () => {
    const { result } = await runVirtual(async () => {
      let steps = 0;
      for (let job = 0; job < 3; job++) {
        for (let step = 0; step < 800; step++) {
          queueMicrotask(() => steps++);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return steps;
    }, few);
    expect(result).toBe(2_400);
  });

  it("is none outside a run, whose queueMicrotask stays real", async () => {
    const { result: taken } = await runVirtual(() => queueMicrotask);
    const queued = await new Promise((resolve) => taken(() => resolve("ran")));
    expect(queued).toBe("ran");
    expect(() => taken(1 as unknown as () => void)).toThrow(TypeError);
  });

  it("is an ending of the search, under each schedule", async () => {
    const main = async (): Promise<void> => {
      await Promise.all([1, 2].map((it) => createTask(() => it)));
      await spin();
    };
    const { outcomes, complete } = await explore(main, few);
    expect(complete).toBe(true);
    expect(outcomes).toMatchObject([{ count: 6 }]);
    expect(withoutColumns(String(outcomes[0]?.error))).toBe(
      `LivelockError: ${text(0, "main", spins)}`,
    );
  });

  it("is none where jobs come in between, at one moment too", async () => {
    const { result } = await runVirtual(async () => {
      let steps = 0;
      for (let job = 0; job < 3; job++) {
        for (let step = 0; step < 1_600; step++) {
          steps += await Promise.resolve(1);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return steps;
    }, few);
    expect(result).toBe(4_800);
  });

  it("is none where real I/O calls back in between, at one moment too, and the run waits for it as before", async () => {
    const { result } = await runVirtual(
      async () => {
        let files = 0;
        for (let turn = 0; turn < 2_000; turn++) {
          files += Number((await stat(import.meta.filename)).isFile());
        }
        return files;
      },
      { jobsPerMoment: 2_500 },
    );
    expect(result).toBe(2_000);
  });

  it("is none where very many functions go on side by side, and then one a while longer, job after job", async () => {
    const step = async (): Promise<number> => await Promise.resolve(1);
    const { result } = await runVirtual(async () => {
      let steps = 0;
      for (let job = 0; job < 3; job++) {
        steps += (await Promise.all(Array.from({ length: 1_500 }, step)))
          .length;
        for (let more = 0; more < 600; more++) {
          steps += await Promise.resolve(1);
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return steps;
    }, few);
    expect(result).toBe(6_300);
  });

  it("is none where functions call one another deep down, and what comes behind them is seen", async () => {
    const descend = async (levels: number): Promise<void> => {
      await (levels > 0 ? descend(levels - 1) : Promise.resolve());
    };
    const error = await failureOf(async () => {
      await descend(1_000);
      await new Promise(() => {}); // behind them
    });
    expect(withoutColumns(String(error))).toContain(
      `main waits for a promise since 0 ms at ${place("behind them")}`,
    );
  });
});
