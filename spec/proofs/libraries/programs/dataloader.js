import DataLoader from "dataloader";

export const elapsed = 200;

/** Users loaded one by one, and read from the database in two batches. */
export async function main() {
  const loader = new DataLoader(async (ids) => {
    console.log("SELECT", ids);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return ids.map((id) =>
      id > 0 ? { id, boss: id * 10 } : new Error("none"),
    );
  });
  const bossOf = async (id) => loader.load((await loader.load(id)).boss);
  console.log(await Promise.all([bossOf(1), bossOf(2), bossOf(1)]));
  console.log(await loader.loadMany([10, 20]));
}
