import { AsyncQueue, createTask, nextTurn } from "async-patterns";

export async function main(): Promise<void> {
  const queue = new AsyncQueue<string>();
  const get = async () => console.log(`ann takes ${await queue.get()}`);
  const ann = createTask(get, { name: "ann" });
  await nextTurn(); // ann has its turn, finds nothing and waits
  await queue.put("tea"); // wakes ann: it joins the line
  console.log("main has put tea and goes on");
  await ann;
}
