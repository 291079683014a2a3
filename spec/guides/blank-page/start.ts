import { AsyncQueue, createTask, sleep } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>(1);
  const reader = createTask(
    async () => {
      for await (const item of queue) {
        console.log(`took ${item}`);
        await sleep(20);
      }
    },
    { name: "reader" },
  );
  for (const item of ["tea", "jam", "bread"]) {
    await queue.put(item);
    console.log(`put ${item}`);
  }
  queue.shutdown();
  await reader;
}
