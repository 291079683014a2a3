import { createTask, gather, nextTurn } from "async-patterns";

export async function main(): Promise<void> {
  const count = async (name: string) => {
    for (const n of [1, 2, 3]) {
      console.log(`${name} ${n}`);
      await nextTurn(); // to the end of the line
    }
  };
  const ann = createTask(() => count("ann"), { name: "ann" });
  const bob = createTask(() => count("bob"), { name: "bob" });
  await gather(ann, bob);
}
