/*
 * An event is a flag that many can wait for: it is set once, and all go on. A condition is for what becomes true again and
 * again: whoever changes something under its lock notifies, and who waits looks once more whether it is what it needs.
 */
import {
  AsyncEvent,
  asyncWith,
  Condition,
  createTask,
  gather,
  sleep,
} from "async-patterns";

/** Comes when the doors open, and eats when there is a dish. */
export async function guest(
  name: string,
  doors: AsyncEvent,
  table: Condition,
  dishes: string[],
): Promise<void> {
  await doors.wait();
  await asyncWith(table, async () => {
    await table.waitFor(() => dishes.length > 0);
    console.log(`${name} eats ${dishes.shift()}`);
  });
}

/** Brings one dish after the other, and tells one guest of each. */
export async function cook(table: Condition, dishes: string[]): Promise<void> {
  for (const dish of ["soup", "rice"]) {
    await sleep(20);
    await asyncWith(table, () => {
      dishes.push(dish);
      table.notify();
    });
  }
}

export async function main(): Promise<void> {
  const doors = new AsyncEvent();
  const table = new Condition();
  const dishes: string[] = [];
  const guests = ["ann", "bob"].map((name) =>
    createTask(() => guest(name, doors, table, dishes), { name }),
  );
  await sleep(10);
  console.log("the doors open");
  doors.set();
  await cook(table, dishes);
  await gather(...guests);
}
