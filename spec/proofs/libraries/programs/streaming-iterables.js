import {
  batch,
  buffer,
  consume,
  parallelMap,
  pipeline,
  tap,
} from "streaming-iterables";

export const elapsed = 350;

async function* pages() {
  for (const page of [1, 2, 3, 4, 5]) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    yield page;
  }
}

/** Pages fetched ahead, resolved two at a time, and saved in batches. */
export async function main() {
  await pipeline(
    () => pages(),
    buffer(10),
    parallelMap(2, async (page) => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return page * page;
    }),
    batch(2),
    tap((squares) => console.log("saves", squares)),
    consume,
  );
}
