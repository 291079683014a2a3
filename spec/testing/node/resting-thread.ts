import { createHook } from "node:async_hooks";
import { once } from "node:events";
import { setImmediate as lap } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { SignsOfLife } from "../../../src/testing/node/signs-of-life.ts";

/*
 * A program for outside.spec.ts, in a process of its own, since what counts is whether any thread of a process runs:
 * prints whether a worker thread that computes was ever called idle, and then that one which waits for shared memory is.
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

const busy = await worker("for (;;);");
life.isAtWork(busy.it);
const looks = Array.from({ length: 100 }, () => life.isAtWork(busy.it));
console.log(`computes: ${looks.every(Boolean)}`);
await busy.worker.terminate();

const resting = await worker(
  "Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);",
);
let rests = false;
for (let look = 0; look < 10_000 && !rests; look++) {
  await lap();
  rests = !life.isAtWork(resting.it) && look > 0;
}
console.log(`rests: ${rests}`);
await resting.worker.terminate();
