import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Level } from "level";

export const elapsed = 30;

/** A store on the disk, a native addon with threads of its own, read slowly by its keys. */
export async function main() {
  const folder = mkdtempSync(join(tmpdir(), "level-"));
  const db = new Level(folder, { valueEncoding: "json" });
  await db.batch([
    { type: "put", key: "page:1", value: { words: 120 } },
    { type: "put", key: "page:2", value: { words: 80 } },
    { type: "put", key: "title", value: "notes" },
  ]);
  let words = 0;
  for await (const [key, page] of db.iterator({ gte: "page:", lt: "page;" })) {
    await new Promise((resolve) => setTimeout(resolve, 15));
    words += page.words;
    console.log(key, words);
  }
  await db.del("title");
  console.log(await db.get("title"), await db.get("page:2"));
  await db.close();
  console.log(db.status);
  rmSync(folder, { recursive: true });
}
