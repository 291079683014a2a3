import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Contestant, Measured } from "../contest.ts";
import type { Order } from "./measure.ts";

const script = fileURLToPath(new URL("measure.ts", import.meta.url));

/**
 * A queue in one shape, measured in a process of its own. In a shared process it would collect the garbage of the
 * others, and V8 would compile it for their work. The rounds go in rotation all the same: one process works, the others
 * are idle.
 */
export function inOwnProcess(queue: string, shape: string): Contestant {
  let child: ChildProcess | undefined;
  let ended: Promise<undefined[]> | undefined;
  return {
    name: queue,
    run: async (amount) => {
      child ??= fork(script);
      ended ??= once(child, "exit").then(() => []);
      const order: Order = { queue, shape, amount };
      child.send(order);
      const [answer] = (await Promise.race([
        once(child, "message"),
        ended,
      ])) as [Measured?];
      if (answer === undefined) {
        throw new Error(
          `Cannot measure ${queue}: its process has ended, see above`,
        );
      }
      return answer;
    },
    close: () => child?.disconnect(),
  };
}
