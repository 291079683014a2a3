import { relative } from "node:path";
import { promiseHooks } from "node:v8";
import { runInThisContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import { AsyncQueue, createTask, nextTurn, sleep } from "../../../src/index.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { blockedIn, failureOf, placesIn } from "../stuck.ts";

/*
 * A diagnosis is worth most where it names the place in the source. To take a place down costs a few microseconds, so a
 * run takes down a thousand of them and no more, and works out what they mean only when somebody asks.
 */
describe("A diagnosis", () => {
  const place = placesIn(import.meta.url);
  const never = new Promise<void>(() => {});

  async function hang(): Promise<void> {
    await never; // hangs
  }

  it("has a place for each of several waits of the same code", async () => {
    const blocked = await blockedIn(async () => {
      const sleeper = createTask(() => sleep(Infinity), { name: "sleeper" }); // asleep
      void hang();
      void new AsyncQueue().get(); // gets
      await sleep(1);
      await sleeper; // awaits
    });
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("gets")}; nobody else has put into it`,
      `sleeper waits for sleep since 0 ms at ${place("asleep")}`,
      `main waits for the task sleeper since 1 ms at ${place("awaits")}`,
      `main waits for a promise since 0 ms at ${place("hangs")} (hang)`,
    ]);
  });

  it("has the whole path where the working directory is gone", async () => {
    const cwd = vi.spyOn(process, "cwd").mockImplementation(() => {
      throw new Error("ENOENT: no such file or directory, uv_cwd");
    });
    const error = await failureOf(async () => {
      await new Promise(() => {});
    });
    cwd.mockRestore();
    expect((error as Error).message).toContain(` at ${import.meta.filename}:`);
  });

  it("has no place where none was taken down", async () => {
    const blocked = await blockedIn(
      async () => {
        const sleeper = createTask(() => sleep(Infinity), { name: "sleeper" });
        void hang();
        await sleep(1);
        await sleeper;
      },
      { traces: 3 }, // for the task, for its start and for what hangs
    );
    expect(blocked).toEqual([
      "sleeper waits for sleep since 0 ms",
      "main waits for the task sleeper since 1 ms",
      `main waits for a promise since 0 ms at ${place("hangs")} (hang)`,
    ]);
  });

  it("has as many places as are allowed, the first ones", async () => {
    const blocked = await blockedIn(
      () => {
        void new AsyncQueue().get(); // the first
        return new AsyncQueue().get();
      },
      { traces: 1 },
    );
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("the first")}; nobody else has put into it`,
      "main waits for AsyncQueue.get since 0 ms; nobody else has put into it",
    ]);
  });

  it("still has the names where no place may be taken down", async () => {
    const blocked = await blockedIn(
      async () => {
        const queue = new AsyncQueue<number>();
        const only = createTask(() => queue.get(), { name: "only" });
        await only;
      },
      { traces: 0 },
    );
    expect(blocked).toEqual([
      "main waits for the task only since 0 ms",
      "only waits for AsyncQueue.get since 0 ms; nobody else has put into it",
    ]);
  });

  it("names the line also in a module that Node has loaded itself, by its path", async () => {
    const filename = "file:///home/someone/program.ts";
    const hang = runInThisContext("async (on) => { await on; }", { filename });
    const blocked = await blockedIn(() =>
      (hang as typeof Promise.resolve)(never),
    );
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${relative("", "/home/someone/program.ts")}:1`,
    ]);
  });

  it("names the line that called code which was made from text", async () => {
    const hang = runInThisContext("eval('async (on) => { await on; }')", {
      filename: "/home/someone/program.ts",
    });
    const blocked = await blockedIn(async () => {
      await hang(never); // calls it
    });
    expect(blocked).toEqual([
      `main waits for a promise since 0 ms at ${place("calls it")}`,
    ]);
  });

  it("needs no place of a turn, which ends by itself", async () => {
    const blocked = await blockedIn(
      async () => {
        void nextTurn();
        void sleep(1);
        void new AsyncQueue().get(); // third
        await hang();
      },
      { traces: 2 },
    );
    expect(blocked).toEqual([
      `main waits for AsyncQueue.get since 0 ms at ${place("third")}; nobody else has put into it`,
    ]);
  });

  it("watches no more promises once no more places may be taken down", async () => {
    const hooks = vi.spyOn(promiseHooks, "createHook");
    await runVirtual(() => Promise.resolve().finally(() => {}), { traces: 1 });
    const watched = hooks.mock.calls
      .map(([hook]) => Object.keys(hook))
      .filter((events) => !events.includes("after")); // those are Node's own
    hooks.mockRestore();
    expect(watched).toEqual([["init", "before"], ["before"]]);
  });
});
