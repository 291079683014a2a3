/**
 * The least that can search all orders of tasks such as those of `steps`. The kit is measured against it. It goes depth
 * first, has a run for each order, over plain promises, and has no clock, no names and no diagnosis.
 *
 * @returns how many orders there are, and how many different ones were seen
 */
export async function searchBare(
  tasks: number,
  each: number,
): Promise<{ schedules: number; outcomes: number }> {
  const seen = new Set<string>();
  let schedules = 0;
  let choices: number[] | undefined = [];
  while (choices !== undefined) {
    const { order, widths, chosen } = await runBare(tasks, each, choices);
    seen.add(order);
    schedules++;
    choices = nextChoices(chosen, widths);
  }
  return { schedules, outcomes: seen.size };
}

const nextTick = process.nextTick.bind(process);

async function runBare(
  tasks: number,
  each: number,
  choices: readonly number[],
): Promise<{ order: string; widths: number[]; chosen: number[] }> {
  const ready: (() => void)[] = [];
  const turn = (): Promise<void> =>
    new Promise((resolve) => void ready.push(resolve));
  let order = "";
  const take = async (name: string): Promise<void> => {
    for (let step = 0; step < each; step++) {
      await turn();
      order += name;
    }
  };
  const running = Array.from({ length: tasks }, (_, i) => take(`${i}`));
  const widths: number[] = [];
  const chosen: number[] = [];
  while (ready.length > 0) {
    const choice = choices[chosen.length] ?? 0;
    widths.push(ready.length);
    chosen.push(choice);
    ready.splice(choice, 1)[0]?.();
    await new Promise<void>((resolve) => nextTick(resolve)); // behind the microtasks of that turn
  }
  await Promise.all(running);
  return { order, widths, chosen };
}

/** The last choice that has an alternative takes it. The choices behind it begin again with 0. */
function nextChoices(
  chosen: readonly number[],
  widths: readonly number[],
): number[] | undefined {
  const last = chosen.findLastIndex(
    (choice, at) => choice + 1 < (widths[at] as number),
  );
  return last < 0
    ? undefined
    : [...chosen.slice(0, last), (chosen[last] as number) + 1];
}
