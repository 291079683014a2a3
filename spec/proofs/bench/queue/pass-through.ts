import { once } from "node:events";
import { PassThrough } from "node:stream";
import type { QueuePeer } from "./shapes.ts";

/** Node's stream of objects: one side writes and waits for it to drain, the other iterates. It has one of each. */
export const passThrough: QueuePeer = {
  stream: ({ producers, consumers, slots }) =>
    producers > 1 || consumers > 1
      ? undefined
      : (items) => stream(items, slots > 0 ? slots : Infinity),
  burst: (size) => () => stream(size, Infinity),
};

async function stream(items: number, slots: number): Promise<void> {
  const through = new PassThrough({
    objectMode: true,
    highWaterMark: Math.min(slots, Number.MAX_SAFE_INTEGER),
  });
  await Promise.all([writeAll(through, items), readAll(through)]);
}

async function writeAll(through: PassThrough, items: number): Promise<void> {
  for (let item = 1; item <= items; item++) {
    if (!through.write(item)) {
      await once(through, "drain");
    }
  }
  through.end();
}

async function readAll(through: PassThrough): Promise<number> {
  let got = 0;
  for await (const _ of through) {
    got++;
  }
  return got;
}
