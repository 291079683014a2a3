import { AsyncQueue, createTask } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  createTask(
    async (signal) => {
      for (;;) {
        await queue.get({ signal });
        queue.taskDone();
      }
    },
    { name: "worker" },
  );
  await queue.put("tea");
  await queue.join(); // and nobody cancels the worker
}
