/** It takes the amount of work, in the unit of its contest. */
export type Work = (amount: number) => Promise<unknown>;

/**
 * The contests. What is held is held for a promise that is there already, or for a turn, where a contestant has turns: then
 * all others come to wait.
 */
export const contests = {
  uncontended: { title: "a lock that nobody holds", unit: "acquired/ms" },
  contended: { title: "a lock, 4 tasks", unit: "acquired/ms" },
  contendedTurn: {
    title: "a lock, 4 tasks, held for a turn",
    unit: "acquired/ms",
  },
  semaphore: { title: "8 places, 64 tasks", unit: "acquired/ms" },
  semaphoreTurn: {
    title: "8 places, 64 tasks, for a turn",
    unit: "acquired/ms",
  },
  map: { title: "mapConcurrent, limit 16", unit: "items/ms" },
  merge: { title: "merge of 4 sources", unit: "items/ms" },
  group: { title: "a group of 10,000 tasks", unit: "tasks/ms" },
} as const;

export type ContestName = keyof typeof contests;

/** What a contestant does: it takes part where it does the same. */
export type Works = Readonly<Partial<Record<ContestName, Work>>>;

/** So many tasks of a group. */
export const GROUP = 10_000;

/** Takes `amount` times what one of `tasks` takes, in each of them at once. */
export async function shared(
  tasks: number,
  amount: number,
  take: () => Promise<void>,
): Promise<void> {
  const one = async (): Promise<void> => {
    for (let left = amount / tasks; left > 0; left--) {
      await take();
    }
  };
  await Promise.all(Array.from({ length: tasks }, one));
}

/** A source of numbers that gives each at once. */
export async function* numbers(
  count: number,
): AsyncGenerator<number, void, undefined> {
  for (let number = 0; number < count; number++) {
    yield number;
  }
}

/** What is done with an item, or in a task. */
export async function handle(item: number): Promise<number> {
  return item + 1;
}

/** Reads a source to its end. */
export async function readAll(source: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of source) {
    // it is read, and no more
  }
}
