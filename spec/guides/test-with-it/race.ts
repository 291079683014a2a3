import { createTask, gather, nextTurn } from "async-patterns";

export async function main(): Promise<void> {
  let left = 1;
  const sell = async () => {
    if (left === 0) return;
    await nextTurn(); // pays
    if (--left < 0) throw new Error("sold twice");
  };
  const ann = createTask(sell, { name: "ann" });
  await nextTurn();
  await nextTurn(); // bob comes a little later
  await gather(ann, createTask(sell, { name: "bob" }));
}
