import { AsyncQueue, createTask } from "async-patterns";

/** Fetches pages, three at a time, and gives the answers in the order of the pages. */
export async function fetchAll(
  pages: readonly string[],
  fetchPage: (page: string) => Promise<string>,
): Promise<string[]> {
  const answers: string[] = [];
  const queue = new AsyncQueue<number>();
  pages.forEach((_, at) => queue.putNowait(at));
  queue.shutdown(); // the loops end when it is empty
  const workers = [1, 2, 3].map(() =>
    createTask(async () => {
      for await (const at of queue) {
        answers[at] = await fetchPage(pages[at] as string);
      }
    }),
  );
  await Promise.all(workers);
  return answers;
}
