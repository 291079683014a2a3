import { createHook } from "node:async_hooks";
import { once } from "node:events";
import { setImmediate as lap } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { SignsOfLife } from "../../../src/testing/node/signs-of-life.ts";

/*
 * A program for outside.spec.ts, in a process of its own, since what counts is whether any thread of a process runs:
 * prints whether a worker thread that computes is seen at work, and then whether one that waits for shared memory is seen
 * at rest.
 */
async function worker(code: string): Promise<{ worker: Worker; it: object }> {
  let it: object = {};
  const hook = createHook({
    init: (_id, type, _trigger, resource) => {
      it = type === "WORKER" ? resource : it;
    },
  }).enable();
  const made = new Worker(code, { eval: true });
  hook.disable();
  await once(made, "online");
  return { worker: made, it };
}

const life = new SignsOfLife();

/** Looks until then, as a run does: what computes may rest for a moment, too. */
async function isSeen(isAtWork: boolean, it: object): Promise<boolean> {
  life.isAtWork(it);
  for (let look = 0; look < 10_000; look++) {
    await lap();
    if (life.isAtWork(it) === isAtWork) {
      return true;
    }
  }
  return false;
}

const busy = await worker("for (;;);");
console.log(`computes: ${await isSeen(true, busy.it)}`);
await busy.worker.terminate();

const resting = await worker(
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
);
console.log(`rests: ${await isSeen(false, resting.it)}`);
await resting.worker.terminate();
