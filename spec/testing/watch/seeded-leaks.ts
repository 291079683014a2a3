import {
  asyncContextManager,
  asyncWith,
  createTask,
  nextTurn,
  sleep,
} from "../../../src/index.ts";
import type { SeededProgram } from "./seeded-deadlocks.ts";

export const seededLeaks: readonly SeededProgram[] = [
  {
    fault: "the timer of a time limit that was not needed",
    main: async (isPlanted) => {
      let timer: NodeJS.Timeout | undefined;
      const limit = new Promise((_, reject) => {
        timer = setTimeout(() => reject(new Error("too slow")), 1_000);
      });
      await Promise.race([sleep(10), limit]);
      if (!isPlanted) {
        clearTimeout(timer);
      }
    },
    found: ["a timer that main set is pending, due at 1000 ms"],
  },
  {
    fault: "a heartbeat that goes on after its connection has failed",
    main: async (isPlanted) => {
      const heartbeat = setInterval(() => console.log("alive"), 30);
      try {
        await sleep(40);
        throw new Error("connection lost");
      } catch {
        if (!isPlanted) {
          clearInterval(heartbeat);
        }
      }
    },
    found: ["a timer that main set is pending, due at 60 ms"],
  },
  {
    fault: "a poller that nobody stops",
    main: async (isPlanted) => {
      const poller = createTask(
        async (signal) => {
          for (;;) {
            await sleep(100, { signal });
          }
        },
        { name: "poller" },
      );
      await sleep(250);
      if (!isPlanted) {
        poller.cancel();
      }
    },
    found: [
      "the task poller, created, has not ended, it waits for sleep since 200 ms",
    ],
  },
  {
    fault: "a task that ignores its cancellation",
    main: async (isPlanted) => {
      const upload = createTask(
        (signal) => sleep(500, isPlanted ? {} : { signal }),
        { name: "upload" },
      );
      await nextTurn();
      upload.cancel();
    },
    found: [
      "the task upload, created, has not ended, it waits for sleep since 0 ms",
    ],
  },
  {
    fault: "a connection held by a task that is forgotten",
    main: async (isPlanted) => {
      const connection = {
        enter: async (): Promise<void> => console.log("open"),
        exit: async (): Promise<void> => console.log("closed"),
      };
      const session = createTask(
        async (signal) => {
          await asyncWith(connection, () => sleep(9_000, { signal }));
        },
        { name: "session" },
      );
      await sleep(1);
      if (!isPlanted) {
        session.cancel();
        await Promise.allSettled([session]);
      }
    },
    found: [
      "the task session, created, has not ended, it waits for sleep since 0 ms",
      "a context that session entered at 0 ms is not exited",
    ],
  },
  {
    fault: "a stream that is looked into and not closed",
    main: async (isPlanted) => {
      async function* lines(): AsyncGenerator<string, void> {
        yield "header";
        yield "body";
      }
      const stream = lines();
      const { value } = await stream.next();
      if (!isPlanted) {
        await stream.return();
      }
      return value;
    },
    found: ["an async generator that main opened at 0 ms is not closed"],
  },
  {
    fault: "a manager that is entered by hand and not exited when work fails",
    main: async (isPlanted) => {
      const transaction = asyncContextManager(async function* () {
        yield "transaction";
      })();
      await transaction.enter();
      try {
        await sleep(3);
        throw new Error("constraint violated");
      } catch {
        if (!isPlanted) {
          await transaction.exit();
        }
      }
    },
    found: ["an async generator that main opened at 0 ms is not closed"],
  },
];
