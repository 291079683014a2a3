import type { QueuePeer, Stream } from "./shapes.ts";

/**
 * No queue, but what the language and Node ask for the same hand-over: for each item, two awaits of fresh promises. Each
 * side waits for the other once for as many items as there are slots: there it awaits a turn, which ends with its
 * microtasks.
 */
export const floor: QueuePeer = {
  stream: (shape) => (items) => stream(shape, items),
  burst: (size) => async () => {
    await awaits(size);
    await awaits(size);
  },
};

async function stream(
  { producers, consumers, slots }: Stream,
  items: number,
): Promise<void> {
  const turn = turns();
  const side = async (count: number): Promise<void> => {
    for (let item = 0; item < count; item++) {
      await (slots > 0 && item % slots === 0 ? turn() : Promise.resolve(item));
    }
  };
  await Promise.all([
    ...Array.from({ length: producers }, () => side(items / producers)),
    ...Array.from({ length: consumers }, () => side(items / consumers)),
  ]);
}

async function awaits(count: number): Promise<void> {
  for (let item = 0; item < count; item++) {
    await Promise.resolve(item);
  }
}

/** @returns a function that waits for a turn, first come, first served */
function turns(): () => Promise<void> {
  const line: (() => void)[] = [];
  const settled = Promise.resolve();
  let isRunning = false;
  const run = (): void => {
    line.shift()?.();
    void settled.then(afterTurn);
  };
  const afterTurn = (): void => {
    isRunning = line.length > 0;
    if (isRunning) {
      process.nextTick(run);
    }
  };
  return () =>
    new Promise((resolve) => {
      line.push(resolve);
      if (!isRunning) {
        isRunning = true;
        process.nextTick(run);
      }
    });
}
