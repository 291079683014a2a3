import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { createTask } from "../../../src/patterns/task.ts";

/** A task that takes so long. */
export function after(ms: number, result: string, then = (): void => {}) {
  return createTask(async () => {
    await sleep(ms);
    then();
    return result;
  });
}

/** A task that fails so late. */
export function failing(ms: number, error: Error) {
  return createTask(async () => {
    await sleep(ms);
    throw error;
  });
}

/** Counts turns as they come. */
export async function turns(count: number): Promise<void> {
  for (let turn = 1; turn <= count; turn++) {
    await nextTurn();
    console.log(turn === 1 ? "1 turn later" : `${turn} turns later`);
  }
}
