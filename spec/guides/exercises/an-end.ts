import { AsyncQueue, createTask } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  const reader = createTask(
    async () => {
      for await (const item of queue) {
        console.log(item);
      }
    },
    { name: "reader" },
  );
  await queue.put("tea");
  await queue.put("jam");
  queue.shutdown(); // the loop ends when it is empty
  await reader;
}
