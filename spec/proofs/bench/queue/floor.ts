import type { QueuePeer, Stream } from "./shapes.ts";

/**
 * No queue, but what the language and Node ask for the same hand-over: for each item, two awaits of fresh promises; and
 * where one slot makes each side wait for the other, two turns, each of which ends with its microtasks.
 */
export const floor: QueuePeer = {
  stream: (shape) => (items) =>
    shape.slots === 1 ? pump(items) : stream(shape, items),
  burst: (size) => async () => {
    await awaits(size);
    await awaits(size);
  },
};

async function stream(
  { producers, consumers }: Stream,
  items: number,
): Promise<void> {
  await Promise.all([
    ...Array.from({ length: producers }, () => awaits(items / producers)),
    ...Array.from({ length: consumers }, () => awaits(items / consumers)),
  ]);
}

async function awaits(count: number): Promise<void> {
  for (let item = 0; item < count; item++) {
    await Promise.resolve(item);
  }
}

async function pump(items: number): Promise<void> {
  const line: (() => void)[] = [];
  const settled = Promise.resolve();
  const run = (): void => {
    line.shift()?.();
    void settled.then(afterTurn);
  };
  const afterTurn = (): void => {
    if (line.length > 0) {
      process.nextTick(run);
    }
  };
  const side = async (): Promise<void> => {
    for (let item = 0; item < items; item++) {
      await new Promise<void>((resolve) => line.push(resolve));
    }
  };
  const sides = [side(), side()];
  run();
  await Promise.all(sides);
}
