import { AsyncQueue, createTask, gather, nextTurn } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  const get = (name: string) => async () =>
    console.log(`${name} takes ${await queue.get()}`);
  const ann = createTask(get("ann"), { name: "ann" });
  await nextTurn(); // ann finds nothing and waits
  const bob = createTask(get("bob"), { name: "bob" }); // joins the line
  await queue.put("tea"); // wakes ann: it joins the line behind bob
  await nextTurn(); // bob takes the tea, ann finds nothing and waits again
  await queue.put("jam");
  await gather(ann, bob);
}
