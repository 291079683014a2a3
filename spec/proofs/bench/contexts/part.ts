import { AsyncLocalStorage } from "node:async_hooks";
import { createTask } from "../../../../src/index.ts";
import type { Contest, Contestant } from "../contest.ts";

/** What it costs that a program has an AsyncLocalStorage: for tasks, and for plain async functions, which Node makes pay too. */
export function contextContests(): Contest[] {
  return [
    contest("createTask, awaited", () => createTask(body)),
    contest("an async function, awaited", body),
  ];
}

async function body(): Promise<number> {
  return 1;
}

function contest(title: string, start: () => PromiseLike<number>): Contest {
  const work = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await start();
    }
  };
  const storage = new AsyncLocalStorage<string>();
  return {
    part: "contexts",
    title,
    unit: "calls/ms",
    least: 1_024,
    targetMs: 100,
    rounds: 9,
    contestants: [
      contestant("with a store", (times) => storage.run("store", work, times)),
      contestant("without one", async (times) => {
        storage.disable(); // else Node goes on to follow each promise
        await work(times);
      }),
    ],
  };
}

function contestant(
  name: string,
  work: (times: number) => Promise<void>,
): Contestant {
  return {
    name,
    run: async (times) => {
      const start = performance.now();
      await work(times);
      return { ms: performance.now() - start };
    },
  };
}
