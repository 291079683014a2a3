import { loadPeer } from "../peers.ts";
import { GROUP, handle, numbers, readAll, type Works } from "./work.ts";

type Library = typeof import("../../../../src/index.ts");
type Lockable = InstanceType<Library["Lock"] | Library["Semaphore"]>;

/** The library as users have it, as `buildLibrary` makes it. */
export async function ours(): Promise<Works> {
  const library = await loadPeer<Library>("../../../dist/index.js");
  const { asyncWith, createTask, gather, mapConcurrent, merge } = library;
  const { Lock, nextTurn, Semaphore, TaskGroup } = library;

  const taking = async (
    lock: Lockable,
    tasks: number,
    amount: number,
    hold: () => Promise<void> | undefined,
  ): Promise<void> => {
    const take = async (): Promise<void> => {
      for (let left = amount / tasks; left > 0; left--) {
        await lock.acquire();
        await hold();
        lock.release();
      }
    };
    await gather(Array.from({ length: tasks }, () => createTask(take)));
  };
  const briefly = () => undefined;
  return {
    async uncontended(amount) {
      const lock = new Lock();
      for (let left = amount; left > 0; left--) {
        await lock.acquire();
        lock.release();
      }
    },
    contended: (amount) => taking(new Lock(), 4, amount, briefly),
    contendedTurn: (amount) => taking(new Lock(), 4, amount, nextTurn),
    semaphore: (amount) => taking(new Semaphore(8), 64, amount, briefly),
    semaphoreTurn: (amount) => taking(new Semaphore(8), 64, amount, nextTurn),
    map: (amount) =>
      readAll(mapConcurrent(numbers(amount), handle, { limit: 16 })),
    merge: (amount) =>
      readAll(merge(...Array.from({ length: 4 }, () => numbers(amount / 4)))),
    async group(amount) {
      for (let left = amount; left > 0; left -= GROUP) {
        await asyncWith(new TaskGroup(), (group) => {
          for (let number = 0; number < GROUP; number++) {
            group.createTask(() => handle(number));
          }
        });
      }
    },
  };
}
