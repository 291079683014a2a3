import { AsyncQueue, createTask, gather, sleep } from "../../../src/index.ts";

/** A small program with a fault that can be planted, and what must be said of it then, places left out. */
export interface SeededProgram {
  readonly fault: string;
  readonly main: (isPlanted: boolean) => Promise<unknown>;
  readonly found: readonly string[];
}

const END = 0;

/** A lock, as a queue that holds one token while the lock is free. */
function freeLock(): AsyncQueue<string> {
  const lock = new AsyncQueue<string>(1);
  lock.putNowait("token");
  return lock;
}

export const seededDeadlocks: readonly SeededProgram[] = [
  {
    fault: "one sentinel for two consumers",
    main: async (isPlanted) => {
      const queue = new AsyncQueue<number>();
      const consume = async (): Promise<void> => {
        while ((await queue.get()) !== END);
      };
      const consumers = ["c1", "c2"].map((name) =>
        createTask(consume, { name }),
      );
      for (const item of [1, 2, END, ...(isPlanted ? [] : [END])]) {
        await queue.put(item);
      }
      await gather(...consumers);
    },
    found: [
      "main waits for gather since 0 ms; c2 has not ended",
      "c2 waits for AsyncQueue.get since 0 ms; put into it so far by main (waits)",
    ],
  },
  {
    fault: "a worker that forgets taskDone for items it rejects",
    main: async (isPlanted) => {
      const queue = new AsyncQueue<number>();
      const worker = createTask(
        async (signal) => {
          for (;;) {
            const item = await queue.get({ signal });
            await sleep(1, { signal });
            if (item < 0 && isPlanted) {
              continue;
            }
            queue.taskDone();
          }
        },
        { name: "worker" },
      );
      [1, -1, 2].forEach((item) => queue.putNowait(item));
      await queue.join();
      worker.cancel();
    },
    found: [
      "main waits for AsyncQueue.join since 0 ms; taken from it so far by worker (waits)",
      "worker waits for AsyncQueue.get since 3 ms; put into it so far by main (waits)",
    ],
  },
  {
    fault: "a queue filled beyond its size before anybody takes from it",
    main: async (isPlanted) => {
      const queue = new AsyncQueue<number>(isPlanted ? 2 : 3);
      for (let item = 0; item < 3; item++) {
        await queue.put(item);
      }
      return createTask(() => queue.get(), { name: "consumer" });
    },
    found: [
      "main waits for AsyncQueue.put since 0 ms; nobody else has taken from it",
    ],
  },
  {
    fault: "two locks taken in opposite order",
    main: async (isPlanted) => {
      const [accounts, log] = [freeLock(), freeLock()];
      type Lock = typeof accounts;
      const holdBoth = async (first: Lock, second: Lock): Promise<void> => {
        const token = await first.get();
        await sleep(1);
        await second.put(await second.get());
        await first.put(token);
      };
      await gather(
        createTask(() => holdBoth(accounts, log), { name: "transfer" }),
        createTask(
          () => (isPlanted ? holdBoth(log, accounts) : holdBoth(accounts, log)),
          { name: "audit" },
        ),
      );
    },
    found: [
      "main waits for gather since 0 ms; transfer, audit have not ended",
      "transfer waits for AsyncQueue.get since 1 ms; put into it so far by main (waits)",
      "audit waits for AsyncQueue.get since 1 ms; put into it so far by main (waits)",
    ],
  },
  {
    fault: "a lock that is not released when its holder fails",
    main: async (isPlanted) => {
      const lock = freeLock();
      const fail = async (): Promise<void> => {
        const token = await lock.get();
        try {
          throw new Error("disk full");
        } catch (error) {
          if (!isPlanted) {
            lock.putNowait(token);
          }
          throw error;
        }
      };
      await Promise.allSettled([createTask(fail, { name: "writer" })]);
      await lock.get();
    },
    found: [
      "main waits for AsyncQueue.get since 0 ms; nobody else has put into it",
    ],
  },
  {
    fault: "a stage of a pipeline that does not pass the end on",
    main: async (isPlanted) => {
      const [raw, cooked] = [new AsyncQueue<number>(), new AsyncQueue()];
      const cook = async (): Promise<void> => {
        for await (const item of raw) {
          await cooked.put(item * 2);
        }
        if (!isPlanted) {
          cooked.shutdown();
        }
      };
      const serve = async (): Promise<void> => {
        for await (const _ of cooked) {
          await sleep(5);
        }
      };
      createTask(cook, { name: "cook" });
      const waiter = createTask(serve, { name: "waiter" });
      [1, 2].forEach((item) => raw.putNowait(item));
      raw.shutdown();
      await waiter;
    },
    found: [
      "main waits for the task waiter since 0 ms",
      "waiter waits for AsyncQueue.get since 10 ms; put into it so far by cook (has ended)",
    ],
  },
  {
    fault: "two tasks that await each other",
    main: async (isPlanted) => {
      const tasks: PromiseLike<unknown>[] = [];
      const parent = async (): Promise<void> => void (await tasks[1]);
      const child = async (): Promise<void> =>
        isPlanted ? void (await tasks[0]) : undefined;
      tasks.push(createTask(parent, { name: "parent" }));
      tasks.push(createTask(child, { name: "child" }));
      await gather(...tasks);
    },
    found: [
      "main waits for gather since 0 ms; parent, child have not ended",
      "parent waits for the task child since 0 ms",
      "child waits for the task parent since 0 ms",
    ],
  },
  {
    fault: "a worker that waits for an answer to a request it never sent",
    main: async (isPlanted) => {
      const [requests, answers] = [new AsyncQueue(), new AsyncQueue()];
      const server = createTask(
        async (signal) => {
          for (;;) {
            await answers.put(await requests.get({ signal }));
          }
        },
        { name: "server" },
      );
      const client = createTask(
        async () => {
          if (!isPlanted) {
            await requests.put("ping");
          }
          return answers.get();
        },
        { name: "client" },
      );
      await client;
      server.cancel();
    },
    found: [
      "main waits for the task client since 0 ms",
      "server waits for AsyncQueue.get since 0 ms; nobody else has put into it",
      "client waits for AsyncQueue.get since 0 ms; nobody else has put into it",
    ],
  },
];
