import type { Contest, Contestant } from "../contest.ts";
import type { Built } from "../explore/part.ts";

const MANY = 1_000_000;
const FEW = 10_000;
/** So many delays there are, which neither divides. */
const DELAYS = 7_919;

type Run = Built["kit"]["runVirtual"];

/** What a million timers, tasks and waiting getters cost each in one run, and what as many do in a hundred runs. */
export function flatContests(
  library: Built["library"],
  { runVirtual }: Built["kit"],
): Contest[] {
  return Object.entries(programs(library)).map(([what, program]) => ({
    part: "kit",
    title: `${what} in one run`,
    unit: `${what}/ms`,
    least: MANY,
    targetMs: 0,
    rounds: 1,
    contestants: [
      contestant(runVirtual, program, MANY),
      contestant(runVirtual, program, FEW),
    ],
  }));
}

type Program = (count: number) => Promise<unknown>;

function programs({
  AsyncQueue,
  createTask,
  gather,
  sleep,
}: Built["library"]): Record<string, Program> {
  const list = <T>(length: number, make: (index: number) => T): T[] =>
    Array.from({ length }, (_, index) => make(index));
  return {
    timers: (count) => {
      const late = (index: number): Promise<void> =>
        new Promise((resolve) => {
          setTimeout(resolve, 1 + (index % DELAYS));
        });
      return Promise.all(list(count, late));
    },
    tasks: (count) => gather(list(count, () => createTask(() => sleep(1)))),
    "waiting getters": async (count) => {
      const queue = new AsyncQueue<number>();
      const getters = list(count, () => queue.get());
      await sleep(1);
      for (let item = 0; item < count; item++) {
        queue.putNowait(item);
      }
      await Promise.all(getters);
    },
  };
}

function contestant(run: Run, program: Program, size: number): Contestant {
  return {
    name: size.toLocaleString("en"),
    run: async (amount) => {
      await run(() => program(FEW)); // so that it is warm
      const now = performance.now.bind(performance);
      const start = now();
      for (let done = 0; done < amount; done += size) {
        await run(() => program(size));
      }
      return { ms: now() - start };
    },
  };
}
