/*
 * A barrier holds everybody until all have come. Work that goes in rounds needs it: nobody begins a round before the last
 * one has ended the round before. It is then as new, ready for the next round.
 */
import { Barrier, createTask, gather, sleep } from "async-patterns";

/** Works for its time in each round, and waits for the others behind it. */
export async function worker(
  name: string,
  ms: number,
  barrier: Barrier,
): Promise<void> {
  for (const round of [1, 2]) {
    await sleep(ms);
    console.log(`${name} has ended round ${round}`);
    if ((await barrier.wait()) === 0) {
      console.log(`round ${round} is over`);
    }
  }
}

export async function main(): Promise<void> {
  const workers = { quick: 10, usual: 20, slow: 40 };
  const barrier = new Barrier(3);
  const tasks = Object.entries(workers).map(([name, ms]) =>
    createTask(() => worker(name, ms, barrier), { name }),
  );
  await gather(...tasks);
}
