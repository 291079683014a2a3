import { setTimeout as later } from "node:timers/promises";
import { Mutex } from "async-mutex";

export const latency = 5;
export const breaks = "Error: 1 visits";

/** The lock is given back before what it guards has ended, where the body does not return its promise. */
async function count(guarded) {
  const mutex = new Mutex();
  let visits = 0;
  const visit = async () => {
    const seen = visits;
    await later(10);
    visits = seen + 1;
  };
  const second = later(15).then(() => guarded(mutex, visit));
  await Promise.all([guarded(mutex, visit), second]);
  await later(50);
  if (visits !== 2) {
    throw new Error(`${visits} visits`);
  }
}

export const wrong = () =>
  count((mutex, visit) =>
    mutex.runExclusive(() => {
      void visit();
    }),
  );
export const right = () =>
  count((mutex, visit) => mutex.runExclusive(() => visit()));
