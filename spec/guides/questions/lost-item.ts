import { AsyncQueue, createTask, sleep } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  const work = async (signal: AbortSignal) => {
    const item = await queue.get({ signal });
    await sleep(20, { signal }); // cancelled here, with the tea in hand
    console.log(`${item} is done`);
    queue.taskDone();
  };
  const worker = createTask(work, { name: "worker" });
  await queue.put("tea");
  await sleep(10);
  worker.cancel();
  await queue.join(); // for ever
}
