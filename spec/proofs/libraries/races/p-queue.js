import { setTimeout as later } from "node:timers/promises";
import PQueue from "p-queue";

export const latency = 5;
export const breaks = "Error: the balance is 12";

/** A queue bounds how many run at once, not what they share: two bookings read the same balance. */
async function book(concurrency) {
  const queue = new PQueue({ concurrency });
  let balance = 0;
  const add = async (amount, afterMs) => {
    await later(afterMs);
    const read = balance;
    await later(10);
    balance = read + amount;
  };
  await Promise.all([
    queue.add(() => add(30, 0)),
    queue.add(() => add(12, 15)),
  ]);
  if (balance !== 42) {
    throw new Error(`the balance is ${balance}`);
  }
}

export const wrong = () => book(2);
export const right = () => book(1);
