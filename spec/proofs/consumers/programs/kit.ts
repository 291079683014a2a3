import { AsyncQueue, createTask, gather, sleep } from "async-patterns";
import { DeadlockError, explore, runVirtual } from "async-patterns/testing";

/** A little of everything that the kit has. */
export async function main(print: (line: string) => void): Promise<void> {
  const { lines, elapsed } = await runVirtual(async () => {
    await sleep(60_000);
    console.log("a minute later");
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    console.log("and a second");
  });
  lines.forEach(({ at, text }) => print(`${at} ms: ${text}`));
  print(`${elapsed} ms in all`);
  print(await search());
  print(await deadlock());
}

async function search(): Promise<string> {
  const { schedules, complete, outcomes } = await explore(async () => {
    const queue = new AsyncQueue<string>();
    const put = (item: string) => createTask(() => queue.put(item));
    await gather(put("a"), put("b"));
    console.log(queue.getNowait());
  });
  const outputs = outcomes.map(({ output }) => output.trim()).join(", ");
  return `${schedules} schedules, ${complete ? "all" : "some"} of them: ${outputs}`;
}

/** What the library itself can name, so that every platform says the same; where it stands is the platform's. */
async function deadlock(): Promise<string> {
  try {
    await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      await createTask(() => queue.get(), { name: "reader" });
    });
    return "no deadlock";
  } catch (error) {
    const isDeadlock = error instanceof DeadlockError;
    const reader = /reader waits for \S+ since 0 ms/.exec(String(error));
    return `a deadlock: ${isDeadlock}, ${reader?.[0]}`;
  }
}

export const expected = [
  "60000 ms: a minute later",
  "61000 ms: and a second",
  "61000 ms in all",
  "2 schedules, all of them: a, b",
  "a deadlock: true, reader waits for AsyncQueue.get since 0 ms",
];
