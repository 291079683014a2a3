/**
 * A small program whose order Node's event loop fixes, whatever the load of the machine.
 *
 * @param print called instead of console.log
 * @param lag keeps the thread busy until all timers of up to 2 ms are overdue, where time is real
 */
export type Program = (
  print: (text: string) => void,
  lag: () => void,
) => void | Promise<void>;

/** Programs by the rule that each of them shows. */
export type Programs = Readonly<Record<string, Program>>;

/** A recorded order, as a reader follows it. */
export function asOrder(printed: readonly string[]): string {
  return printed.join(" → ");
}
