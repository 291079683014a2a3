/*
 * A semaphore counts how many may be inside at once. All downloads are started together, and two at a time are under way;
 * who comes when both places are taken waits in line.
 */
import {
  asyncWith,
  createTask,
  gather,
  Semaphore,
  sleep,
} from "async-patterns";

/** Takes as long as the file is big. */
export async function download(
  file: string,
  ms: number,
  places: Semaphore,
): Promise<void> {
  await asyncWith(places, async () => {
    console.log(`${file} begins`);
    await sleep(ms);
    console.log(`${file} is there`);
  });
}

export async function main(): Promise<void> {
  const places = new Semaphore(2);
  const files = { big: 50, small: 20, tiny: 10, last: 10 };
  const downloads = Object.entries(files).map(([file, ms]) =>
    createTask(() => download(file, ms, places), { name: file }),
  );
  await gather(...downloads);
}
