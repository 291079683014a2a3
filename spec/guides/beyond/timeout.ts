/*
 * A time limit ends what takes too long. It aborts the signal that its body was given, waits until the body has ended, and
 * throws; a body that ends in time is not touched. Of two limits, one within the other, each ends what is its own.
 */
import { createTask, sleep, timeout, TimeoutError, wait } from "async-patterns";

/** Answers after that time, and cleans up if nobody wants the answer any more. */
export async function answer(ms: number, signal: AbortSignal): Promise<string> {
  try {
    await sleep(ms, { signal });
    return `answered after ${ms} ms`;
  } finally {
    if (signal.aborted) {
      console.log(`  given up: what takes ${ms} ms`);
    }
  }
}

/** Asks at most twice within 70 ms, and waits at most 50 ms for the first answer. */
export async function ask(first: number, second: number): Promise<string> {
  return timeout(70, async (signal) => {
    try {
      return await timeout(50, (inner) => answer(first, inner), { signal });
    } catch (error) {
      if (!(error instanceof TimeoutError) || signal.aborted) {
        throw error;
      }
      return answer(second, signal);
    }
  });
}

/** Three who ask, and what becomes of it. */
export async function main(): Promise<void> {
  const times = { ann: [30, 10], bob: [60, 10], eve: [65, 40] } as const;
  const tasks = Object.entries(times).map(([name, [first, second]]) => {
    const body = async (): Promise<void> => {
      const end = await ask(first, second).catch(({ name }: Error) => name);
      console.log(`${name}: ${end}`);
    };
    return createTask(body, { name });
  });
  await wait(tasks);
}
