import { EventEmitter } from "node:events";
import { createTask, gather } from "../../../src/index.ts";
import type { SeededProgram } from "./seeded-deadlocks.ts";

export const seededDeadlocksOfPromises: readonly SeededProgram[] = [
  {
    fault: "a callback that settles its promise only when all goes well",
    main: async (isPlanted) => {
      const read = (done: (error?: Error) => void): void =>
        void setTimeout(() => done(new Error("no such file")), 10);
      await new Promise<void>((resolve) => {
        read((error) => {
          if (error === undefined || !isPlanted) {
            resolve();
          }
        });
      });
    },
    found: ["main waits for a promise since 0 ms"],
  },
  {
    fault: "a listener that is added after the event",
    main: async (isPlanted) => {
      const server = new EventEmitter();
      setTimeout(() => server.emit("listening"), 5);
      await new Promise((resolve) => setTimeout(resolve, isPlanted ? 6 : 4));
      await new Promise((resolve) => server.once("listening", resolve));
    },
    found: ["main waits for a promise since 6 ms"],
  },
  {
    fault: "a latch that is counted down once too few",
    main: async (isPlanted) => {
      let left = 3;
      let open!: () => void;
      const latch = new Promise<void>((resolve) => (open = resolve));
      const countDown = (): void => (--left === 0 ? open() : undefined);
      const parties = isPlanted ? [1, 2] : [1, 2, 3];
      parties.forEach((ms) => setTimeout(countDown, ms));
      await latch;
    },
    found: ["main waits for a promise since 0 ms"],
  },
  {
    fault: "parties that wait at a barrier for one who is not coming",
    main: async (isPlanted) => {
      let release!: () => void;
      const barrier = new Promise<void>((resolve) => (release = resolve));
      let here = 0;
      const arrive = async (): Promise<void> => {
        await (++here === 3 ? release() : barrier);
      };
      const names = isPlanted ? ["ann", "bob"] : ["ann", "bob", "cyd"];
      await gather(...names.map((name) => createTask(arrive, { name })));
    },
    found: [
      "main waits for gather since 0 ms; ann, bob have not ended",
      "ann waits for a promise since 0 ms",
      "bob waits for a promise since 0 ms",
    ],
  },
  {
    fault: "a generator that asks itself for its next value",
    main: async (isPlanted) => {
      const self: AsyncGenerator<number, void>[] = [];
      async function* count(): AsyncGenerator<number, void> {
        yield 1;
        if (isPlanted) {
          await self[0]?.next();
        }
        yield 2;
      }
      self.push(count());
      for await (const _ of self[0] ?? []);
    },
    found: ["main waits for a promise since 0 ms"],
  },
];
