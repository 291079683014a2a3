import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import type { Contestant, Measured } from "./contest.ts";

/** What to measure: what a script needs to know, and the amount. */
export type Order<What> = What & { readonly amount: number };

/**
 * A contestant that is measured in a process of its own. In a shared process it would collect the garbage of the others,
 * and V8 would compile it for their work. The rounds go in rotation all the same: one process works, the others are idle.
 *
 * @param script the path of a module that calls `measures`
 * @param what is sent to it with each amount
 */
export function inOwnProcess(
  name: string,
  script: string,
  what: object,
): Contestant {
  let child: ChildProcess | undefined;
  let ended: Promise<undefined[]> | undefined;
  return {
    name,
    run: async (amount) => {
      child ??= fork(script);
      ended ??= once(child, "exit").then(() => []);
      child.send({ ...what, amount });
      const [answer] = (await Promise.race([
        once(child, "message"),
        ended,
      ])) as [Measured?];
      if (answer === undefined) {
        throw new Error(
          `Cannot measure ${name}: its process has ended, see above`,
        );
      }
      return answer;
    },
    close: () => child?.disconnect(),
  };
}

/** In such a process: measures once for each order, until its parent disconnects. */
export function measures<What>(
  measure: (order: Order<What>) => Promise<Measured>,
): void {
  process.on("message", (order: Order<What>) => {
    void measure(order).then((measured) => process.send?.(measured));
  });
}
