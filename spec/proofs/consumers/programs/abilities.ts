import "async-patterns/testing/first";
import { AsyncQueue, createTask, gather } from "async-patterns";
import { explore, runVirtual } from "async-patterns/testing";

const { setTimeout: takenBefore, Date: TakenDate } = globalThis;
const { now: takenNow } = Date;
const takenClock = performance.now.bind(performance);
const lost = new Error("lost");

/** What of the kit depends on where it runs: each ability as the README names it, and how to see it. */
const abilities: Readonly<Record<string, () => Promise<boolean>>> = {
  "timers, `Date` and `performance` are virtual": async () => {
    const { elapsed, result } = await runVirtual(async () => {
      const starts = [Date.now(), performance.now()];
      await later(60_000);
      return [Date.now(), performance.now()].map(
        (now, index) => now - (starts[index] as number),
      );
    });
    return [elapsed, ...result].every((ms) => ms === 60_000);
  },
  "`explore` tries every schedule": async () => {
    const { complete, schedules } = await explore(async () => {
      const queue = new AsyncQueue<string>();
      const put = (item: string) => createTask(() => queue.put(item));
      await gather(put("a"), put("b"));
    });
    return complete && schedules === 2;
  },
  "a deadlock names the waits of the library": async () => {
    const reader = (): unknown =>
      createTask(() => new AsyncQueue().get(), { name: "reader" });
    return (await messageOf(reader)).includes("reader waits for AsyncQueue");
  },
  "an error that is thrown in a timer fails the run": () =>
    fails(() =>
      setTimeout(() => {
        throw lost;
      }, 1),
    ),
  "timers keep their async context": async () => {
    const { AsyncLocalStorage } = builtin("node:async_hooks");
    const context = new AsyncLocalStorage<string>();
    const { result } = await runVirtual(() =>
      context.run("ours", async () => {
        await later(1);
        return context.getStore();
      }),
    );
    return result === "ours";
  },
  "a rejection that nobody handles fails the run": () =>
    fails(() => void later(1).then(() => Promise.reject(lost))),
  "timers that were taken before the run are virtual": async () => {
    const nap = (): Promise<unknown> =>
      new Promise((resolve) => takenBefore(resolve, 60_000));
    const { setTimeout: promised } = builtin("node:timers/promises");
    const first = await runVirtual(nap);
    const second = await runVirtual(() => promised(60_000));
    return [first, second].every(({ elapsed }) => elapsed === 60_000);
  },
  "clocks taken behind `async-patterns/testing/first` are virtual":
    async () => {
      const now = (): number[] => [
        new TakenDate().getTime(),
        takenNow(),
        takenClock(),
      ];
      const { result } = await runVirtual(async () => {
        const starts = now();
        await later(60_000);
        return now().map((ms, index) => ms - (starts[index] as number));
      });
      return result.every((ms) => ms === 60_000);
    },
  "a deadlock names the waits for plain promises": async () => {
    const stuck = async (): Promise<void> => {
      await new Promise(() => {});
    };
    return (await messageOf(stuck)).includes("(stuck)");
  },
  "a run waits for files and sockets": async () => {
    const { readFile } = builtin("node:fs/promises");
    const { result } = await runVirtual(() =>
      Promise.race([readFile("package.json", "utf8"), later(60_000)]),
    );
    return typeof result === "string";
  },
};

/** Prints the names of those that are there. */
export async function main(print: (line: string) => void): Promise<void> {
  globalThis.process?.on?.("unhandledRejection", () => {}); // or a rejection would end it
  for (const [name, isThere] of Object.entries(abilities)) {
    if (await isThere().catch(() => false)) {
      print(name);
    }
  }
}

function later(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function fails(begin: () => unknown): Promise<boolean> {
  const run = runVirtual(async () => {
    begin();
    await later(10);
  });
  return (await run.catch((error: unknown) => error)) === lost;
}

async function messageOf(main: () => unknown): Promise<string> {
  const run = runVirtual(async () => {
    await main();
    await new Promise(() => {});
  });
  return String(await run.catch((error: unknown) => error));
}

/** @throws TypeError where there is none of Node's modules */
const builtin: typeof process.getBuiltinModule = (name: string) =>
  globalThis.process.getBuiltinModule(name) as never;
