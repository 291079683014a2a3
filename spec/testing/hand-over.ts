import { AsyncQueue, createTask } from "../../src/index.ts";

/** How much there is to hand over, and who is cancelled meanwhile. */
export interface HandOver {
  readonly itemsEach: number;
  readonly cancelled: "producer p" | "consumer c";
}

/**
 * Two producers and two consumers on a queue for one item, and somebody who cancels one of them at any moment. Prints
 * what became of the items that were put.
 *
 * Where a consumer is cancelled, the producers are let go once the other is done; what is left in the queue counts.
 */
export function handOver({
  itemsEach,
  cancelled,
}: HandOver): () => Promise<void> {
  return async () => {
    const queue = new AsyncQueue<string>(1);
    const put: string[] = [];
    const taken: string[] = [];
    const produce = (name: string) =>
      createTask(
        async (signal) => {
          for (let count = 1; count <= itemsEach; count++) {
            const item = `${name.at(-1)}${count}`;
            await queue.put(item, { signal });
            put.push(item);
          }
        },
        { name },
      );
    const consume = (name: string) =>
      createTask(
        async (signal) => {
          for (let count = 0; count < itemsEach; count++) {
            taken.push(await queue.get({ signal }));
          }
        },
        { name },
      );
    const producers = [produce("producer p"), produce("producer q")];
    const consumers = [consume("consumer c"), consume("consumer d")];
    const all = [...producers, ...consumers];
    const victim = all.find(({ name }) => name === cancelled);
    createTask(() => void victim?.cancel(), { name: "canceller" });

    const isFed = cancelled === "consumer c";
    await Promise.allSettled(isFed ? consumers : producers);
    queue.shutdown();
    await Promise.allSettled(all);
    while (!queue.empty) {
      taken.push(queue.getNowait());
    }
    console.log(verdict(put, taken));
  };
}

function verdict(put: string[], taken: string[]): string {
  const lost = put.filter((item) => !taken.includes(item));
  const strange = taken.filter((item) => !put.includes(item));
  const twice = taken.filter((item, at) => taken.indexOf(item) < at);
  return lost.length + strange.length + twice.length === 0
    ? "each item once"
    : `lost ${lost.join()}, from nowhere ${strange.join()}, twice ${twice.join()}`;
}
