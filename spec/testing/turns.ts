import { nextTurn } from "../../src/index.ts";

/** The very program of the bare search: async functions that take the same number of turns each, and print their order. */
export function turns(functions: number, each: number): () => Promise<void> {
  return async () => {
    let order = "";
    const take = async (name: string): Promise<void> => {
      for (let turn = 0; turn < each; turn++) {
        await nextTurn();
        order += name;
      }
    };
    await Promise.all(
      Array.from({ length: functions }, (_, i) => take(`${i}`)),
    );
    console.log(order);
  };
}
