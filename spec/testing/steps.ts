import { createTask, gather, nextTurn } from "../../src/index.ts";

/**
 * A program whose schedules can be counted with paper and pencil: tasks `a`, `b`, … that take the same number of steps
 * each, and print the order in which they took them.
 *
 * With t tasks of s steps there are (t * s)! / s!^t orders.
 */
export function steps(tasks: number, each: number): () => Promise<void> {
  return async () => {
    let order = "";
    const take = async (name: string): Promise<void> => {
      order += name;
      for (let step = 1; step < each; step++) {
        await nextTurn();
        order += name;
      }
    };
    const names = "abcdefgh".slice(0, tasks).split("");
    await gather(
      ...names.map((name) => createTask(() => take(name), { name })),
    );
    console.log(order);
  };
}
