import { AsyncQueue, createTask } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  createTask(() => queue.get(), { name: "worker" }); // no taskDone
  await queue.put("tea");
  await queue.join();
}
