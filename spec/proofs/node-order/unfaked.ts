import { asOrder, type Program } from "./program.ts";
import { programs } from "./programs.ts";

/** Runs all programs in real time, one after the other. @returns by rule, the order in which each printed */
export async function runUnfaked(): Promise<Record<string, string>> {
  const orders: Record<string, string> = {};
  for (const [rule, program] of Object.entries(programs)) {
    orders[rule] = asOrder(await printedBy(program));
  }
  return orders;
}

/** A program has ended once nothing is left that keeps the process alive. */
async function printedBy(program: Program): Promise<string[]> {
  const printed: string[] = [];
  const over = new Promise((resolve) => process.once("beforeExit", resolve));
  await new Promise((resolve) => setImmediate(resolve));
  await program((text) => printed.push(text), lag);
  await over;
  return printed;
}

/** Blocks this thread for 10 ms. */
function lag(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
}
