import { AsyncLocalStorage, createHook } from "node:async_hooks";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * A program for spinning.spec.ts, in a process of its own: code that spins within an async context which hooks follow.
 */
createHook({ init: () => {}, before: () => {} }).enable();
const context = new AsyncLocalStorage<string>();

async function spin(): Promise<never> {
  for (;;) {
    await Promise.resolve();
  }
}

const main = (): Promise<never> => context.run("a request", spin);
const run = runVirtual(main, { jobsPerMoment: 1_000 });
const failure = await run.catch((error: Error) => error.name);
console.log(failure);
await new Promise((resolve) => setTimeout(resolve, 1));
console.log("and goes on");
