import { Fifo } from "../../../../src/core/fifo.ts";
import { loadPeer } from "../peers.ts";
import type { QueuePeer, Stream } from "./shapes.ts";

interface Sema {
  acquire(): Promise<unknown>;
  release(): void;
}

interface SemaModule {
  Sema: new (count: number, options?: { capacity: number }) => Sema;
}

/** The textbook's buffer: a semaphore for the items in it, and one for the free slots. */
export async function asyncSema(): Promise<QueuePeer> {
  const { Sema } = await loadPeer<SemaModule>("async-sema");
  class Buffer {
    readonly #buffer = new Fifo<number>();
    readonly #items = new Sema(0);
    readonly #free: Sema | undefined;

    constructor(slots: number) {
      this.#free = slots > 0 ? new Sema(slots) : undefined;
    }

    async put(item: number): Promise<void> {
      await this.#free?.acquire();
      this.#buffer.push(item);
      this.#items.release();
    }

    async get(): Promise<number> {
      await this.#items.acquire();
      this.#free?.release();
      return this.#buffer.shift();
    }
  }
  const putting = async (buffer: Buffer, count: number): Promise<void> => {
    for (let item = 0; item < count; item++) {
      await buffer.put(item);
    }
  };
  const getting = async (buffer: Buffer, count: number): Promise<void> => {
    for (let got = 0; got < count; got++) {
      await buffer.get();
    }
  };
  const stream = (
    { producers, consumers, slots }: Stream,
    items: number,
  ): Promise<unknown> => {
    const buffer = new Buffer(slots);
    return Promise.all([
      ...Array.from({ length: producers }, () =>
        putting(buffer, items / producers),
      ),
      ...Array.from({ length: consumers }, () =>
        getting(buffer, items / consumers),
      ),
    ]);
  };
  return {
    stream: (shape) => (items) => stream(shape, items),
    burst: (size) => async () => {
      const buffer = new Buffer(0);
      await putting(buffer, size);
      await getting(buffer, size);
    },
  };
}
