import { AsyncQueue, createTask, sleep } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  const work = async (signal: AbortSignal) => {
    const item = await queue.get({ signal });
    try {
      await sleep(20, { signal });
      console.log(`${item} is done`);
    } catch (error) {
      queue.putNowait(item); // for another worker
      throw error;
    } finally {
      queue.taskDone(); // of this get, however it ended
    }
  };
  const worker = createTask(work, { name: "worker" });
  await queue.put("tea");
  await sleep(10);
  worker.cancel();
  createTask(work, { name: "next worker" });
  await queue.join();
}
