import { customAlphabet, nanoid } from "nanoid";

export const elapsed = 100;

/** Ids for jobs; what they are is chance, how long they are is not. */
export async function main() {
  const short = customAlphabet("abc", 5);
  const ids = new Set();
  for (let n = 0; n < 10; n++) {
    ids.add(nanoid());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  console.log(ids.size, [...ids][0].length, short().length);
}
