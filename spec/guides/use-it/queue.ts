import { AsyncQueue, createTask } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>(2); // put waits while it holds two
  const worker = createTask(async (signal) => {
    for (;;) {
      console.log(await queue.get({ signal }));
      queue.taskDone();
    }
  });
  for (const item of ["tea", "jam", "bread"]) await queue.put(item);
  await queue.join(); // until each of them is done
  worker.cancel(); // ends the get that waits
}
