import {
  abortable,
  asyncContextManager,
  AsyncLifoQueue,
  AsyncPriorityQueue,
  AsyncQueue,
  asyncWith,
  createTask,
  filter,
  gather,
  map,
  nextTurn,
  sleep,
  toArray,
  toMap,
  toSet,
  type AsyncContextManager,
  type Task,
} from "../../../src/index.ts";
import { groups } from "./groups.ts";
import { locks } from "./locks.ts";
import type { Pair } from "./pair.ts";

const failing = (reason: string) => (): never => {
  throw new Error(reason);
};

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

const over = (task: Task<unknown>): Promise<unknown> => task.catch(() => {});

async function* count(
  note: (line: string) => void,
): AsyncGenerator<number, void, undefined> {
  try {
    for (let number = 0; number < 4; number++) {
      yield number;
    }
  } finally {
    note("closed");
  }
}

function manager(
  note: (line: string) => void,
  verdict?: unknown,
): AsyncContextManager<string> & AsyncDisposable {
  return {
    async enter() {
      note("enter");
      return "value";
    },
    async exit(...threw) {
      const [error] = threw;
      note(
        threw.length === 0
          ? "exit"
          : `exit with ${reasonOf(error)}, one of ${threw.length}`,
      );
      if (verdict instanceof Error) {
        throw verdict;
      }
      return verdict as boolean;
    },
    async [Symbol.asyncDispose]() {
      note("exit");
    },
  };
}

const tasks: readonly Pair[] = [
  {
    title: "a task starts on the next turn, never inside the call",
    rows: ["asyncio.create_task(coro)", "asyncio.create_task(f())"],
    async run(note) {
      const task = createTask(() => {
        note("the body runs");
        return "result";
      });
      note("the call is over");
      note(await task);
    },
  },
  {
    title: "what is called without await",
    rows: ["asyncio.create_task(coro)", "asyncio.create_task(f())"],
    differs: ["the body runs", "the call is over"],
    async run(note) {
      const promise = (async () => note("the body runs"))();
      note("the call is over");
      await promise;
    },
  },
  {
    title: "cancelling a task that is told nothing of it, and one that is",
    rows: ["task.cancel()"],
    differs: ["deaf: ran to its end", "heeding: cancelled"],
    async run(note) {
      const ways: Record<string, Task<void>> = {
        deaf: createTask(() => sleep(10)),
        heeding: createTask((signal) => sleep(10, { signal })),
      };
      await nextTurn();
      Object.values(ways).forEach((task) => task.cancel());
      for (const [way, task] of Object.entries(ways)) {
        await over(task);
        note(`${way}: ${task.cancelled ? "cancelled" : "ran to its end"}`);
      }
    },
  },
  {
    title: "what a cancelled wait throws",
    rows: ["asyncio.CancelledError"],
    differs: [
      "caught as any other error: CancelledError: The task was cancelled",
      "caught as any other error: enough",
    ],
    async run(note) {
      for (const reason of [undefined, "enough"]) {
        const task = createTask((signal) => sleep(1_000, { signal }));
        await nextTurn();
        task.cancel(reason);
        try {
          await task;
        } catch (error) {
          note(`caught as any other error: ${String(error)}`);
        }
      }
    },
  },
  {
    title: "cancelling who awaits a task",
    rows: ["await task"],
    differs: ["waiter cancelled: true", "task cancelled: false"],
    async run(note) {
      const task = createTask((signal) => sleep(10, { signal }));
      const waiter = createTask((signal) => abortable(task, signal));
      await nextTurn();
      waiter.cancel();
      await over(waiter);
      await over(task);
      note(`waiter cancelled: ${waiter.cancelled}`);
      note(`task cancelled: ${task.cancelled}`);
    },
  },
  {
    title: "a task that awaits itself",
    rows: ["await task"],
    async run(note) {
      const task: Task<void> = createTask(async () => {
        createTask(() => note("the next turn"));
        try {
          await task;
        } catch {
          note("an error");
        }
        note("goes on");
      });
      await over(task);
    },
  },
  {
    title: "gathered results, and a failure among them",
    rows: ["asyncio.gather(*aws)", "await asyncio.gather(a, b)"],
    async run(note) {
      const late = (ms: number, value: string) =>
        createTask(async () => {
          await sleep(ms);
          if (value === "fails") {
            throw new Error(value);
          }
          note(`${value} ends`);
          return value;
        });
      note((await gather(late(2, "A"), late(1, "B"))).join());
      const others = late(9, "C");
      await gather(others, late(1, "fails")).catch(() =>
        note(`C done: ${others.done}`),
      );
      await others;
    },
  },
  {
    title: "gathering also what fails",
    rows: [
      "asyncio.gather(*aws)",
      "await asyncio.gather(*ts, return_exceptions=True)",
    ],
    differs: ["fulfilled result, rejected disk full"],
    async run(note) {
      const results = await Promise.allSettled([
        sleep(0).then(() => "result"),
        createTask(failing("disk full")),
      ]);
      const shown = results.map((result) =>
        result.status === "fulfilled"
          ? `${result.status} ${result.value}`
          : `${result.status} ${reasonOf(result.reason)}`,
      );
      note(shown.join(", "));
    },
  },
  {
    title: "cancelling who gathers",
    rows: ["asyncio.gather(*aws)", "await asyncio.gather(a, b)"],
    differs: ["gatherer cancelled: true", "tasks cancelled: false, false"],
    async run(note) {
      const tasks = [1, 2].map(() =>
        createTask((signal) => sleep(10, { signal })),
      );
      const gatherer = createTask((signal) => gather(tasks, { signal }));
      await nextTurn();
      gatherer.cancel();
      await over(gatherer);
      await Promise.all(tasks.map(over));
      note(`gatherer cancelled: ${gatherer.cancelled}`);
      note(`tasks cancelled: ${tasks.map((it) => it.cancelled).join(", ")}`);
    },
  },
  {
    title: "a sleep of 20 milliseconds, by the clock",
    rows: [
      "asyncio.sleep(seconds)",
      "await asyncio.sleep(0.02)",
      "time.perf_counter()",
    ],
    differs: ["below 1: false"],
    async run(note) {
      const start = performance.now();
      await sleep(20);
      note(`below 1: ${performance.now() - start < 1}`);
    },
  },
  {
    title: "turns",
    rows: ["asyncio.sleep(0)", "await asyncio.sleep(0)"],
    async run(note) {
      const twice = async (name: string, turn: () => Promise<void>) => {
        for (let round = 0; round < 2; round++) {
          note(name);
          await turn();
        }
      };
      await gather(
        createTask(() => twice("A", nextTurn)),
        createTask(() => twice("B", () => sleep(0))),
      );
    },
  },
];

const queues: readonly Pair[] = [
  {
    title: "a queue of one place, and join",
    rows: [
      "asyncio.Queue(maxsize)",
      "asyncio.Queue(maxsize=5)",
      "queue.task_done(), queue.join()",
    ],
    async run(note) {
      const queue = new AsyncQueue<number>(1);
      const task = createTask(async (signal) => {
        for (;;) {
          note(`got ${await queue.get({ signal })}`);
          queue.taskDone();
        }
      });
      for (const item of [1, 2, 3]) {
        await queue.put(item);
        note(`put ${item}`);
      }
      await queue.join();
      note("all are done");
      task.cancel();
    },
  },
  {
    title: "a loop over a queue",
    rows: ["asyncio.Queue(maxsize)"],
    differs: ["1", "the queue is shut down"],
    async run(note) {
      const queue = new AsyncQueue<number>();
      queue.putNowait(1);
      queue.shutdown();
      for await (const item of queue) {
        note(String(item));
      }
      note("the queue is shut down");
    },
  },
  {
    title: "what a queue throws",
    rows: ["put_nowait, get_nowait, task_done", "queue.put_nowait(x)"],
    differs: ["QueueFullError", "no error", "RangeError", "QueueEmptyError"],
    async run(note) {
      const queue = new AsyncQueue<number>(1);
      queue.putNowait(1);
      queue.getNowait();
      queue.taskDone();
      queue.putNowait(1);
      const acts = [
        () => queue.putNowait(2),
        () => queue.taskDone(),
        () => queue.taskDone(),
        () => queue.getNowait() && queue.getNowait(),
      ];
      for (const act of acts) {
        try {
          act();
          note("no error");
        } catch (error) {
          note((error as Error).name);
        }
      }
    },
  },
  {
    title: "what a queue says of itself",
    rows: ["qsize(), empty(), full()", "queue.qsize(), .empty(), .full()"],
    async run(note) {
      const queue = new AsyncQueue<number>(1);
      note(`${queue.size} ${queue.empty} ${queue.full}`);
      queue.putNowait(1);
      note(`${queue.size} ${queue.empty} ${queue.full}`);
    },
  },
  {
    title: "a queue that is shut down at once",
    rows: ["queue.shutdown(immediate=True)"],
    async run(note) {
      const queue = new AsyncQueue<number>();
      queue.putNowait(1);
      queue.shutdown({ immediate: true });
      await queue.join();
      note(`holds ${queue.size}`);
    },
  },
  {
    title: "a stack, and priorities",
    rows: [
      "LifoQueue, PriorityQueue",
      "asyncio.LifoQueue",
      "asyncio.PriorityQueue",
    ],
    async run(note) {
      const queues = [
        new AsyncLifoQueue<number>(),
        new AsyncPriorityQueue<number>(),
      ];
      for (const queue of queues) {
        [2, 3, 1].forEach((item) => queue.putNowait(item));
        note([1, 2, 3].map(() => queue.getNowait()).join(", "));
      }
    },
  },
  {
    title: "equal priorities",
    rows: ["LifoQueue, PriorityQueue", "asyncio.PriorityQueue"],
    differs: ["ABCDE"],
    async run(note) {
      const queue = new AsyncPriorityQueue<string>(0, () => 0);
      const names = ["A", "B", "C", "D", "E"];
      names.forEach((name) => queue.putNowait(name));
      note(names.map(() => queue.getNowait()).join(""));
    },
  },
  {
    title: "a sentinel",
    rows: ["SENTINEL = None"],
    differs: ["an item is mistaken for it: false"],
    async run(note) {
      const SENTINEL = Symbol("sentinel");
      const item: unknown = Symbol("sentinel");
      note(`an item is mistaken for it: ${item === SENTINEL}`);
    },
  },
];

const contexts: readonly Pair[] = [
  {
    title: "a context",
    rows: [
      "async with cm as value:",
      "async with manager as value:",
      "__aenter__, __aexit__",
    ],
    async run(note) {
      await asyncWith(manager(note), (value) => note(value));
    },
  },
  {
    title: "how many arguments the end of a context is given",
    rows: [
      "__aenter__, __aexit__",
      "__aexit__(exc_type, exc, tb)",
      "async with cm as value:",
    ],
    differs: ["enter", "exit with disk full, one of 1", "passes"],
    async run(note) {
      await asyncWith(manager(note), failing("disk full")).catch(() =>
        note("passes"),
      );
    },
  },
  {
    title: "what suppresses an error",
    rows: ["__aenter__, __aexit__"],
    differs: ["suppressed", "passes", "passes", "passes"],
    async run(note) {
      for (const verdict of [true, 1, "yes", undefined]) {
        await asyncWith(
          manager(() => {}, verdict),
          failing("disk full"),
        ).then(
          () => note("suppressed"),
          () => note("passes"),
        );
      }
    },
  },
  {
    title: "when body and exit both throw",
    rows: ["__aenter__, __aexit__"],
    differs: ["SuppressedError: later, after earlier"],
    async run(note) {
      await asyncWith(
        manager(() => {}, new Error("later")),
        failing("earlier"),
      ).catch(({ name, error, suppressed }: Record<string, unknown>) => {
        note(
          `${String(name)}: ${reasonOf(error)}, after ${reasonOf(suppressed)}`,
        );
      });
    },
  },
  {
    title: "a context from a generator",
    rows: ["@asynccontextmanager"],
    async run(note) {
      const opened = asyncContextManager(async function* (name: string) {
        note(`open ${name}`);
        try {
          yield name;
        } catch (error) {
          note(`thrown in: ${reasonOf(error)}`);
        }
        note(`close ${name}`);
      });
      await asyncWith(opened("A"), (name) => note(`use ${name}`));
      await asyncWith(opened("B"), failing("disk full"));
    },
  },
  {
    title: "a resource that is acquired, then released at the end of its block",
    rows: ["async with acquire() as r:", "__aenter__", "__aexit__"],
    async run(note) {
      const acquire = async () => {
        const resource = manager(note);
        await resource.enter();
        return resource;
      };
      {
        await using _ = await acquire();
        note("the block");
      }
      note("behind it");
    },
  },
];

const iteration: readonly Pair[] = [
  {
    title: "comprehensions",
    rows: [
      "[f(x) async for x in xs if p(x)]",
      "[f(x) async for x in xs]",
      "[x async for x in xs]",
      "… if x % 2 == 0]",
      "{x async for x in xs}",
      "{k: v async for k, v in xs}",
      "{…}, {k: v …}",
    ],
    async run(note) {
      const numbers = () => count(() => {});
      const odd = filter(numbers(), (x) => x % 2 === 1);
      note(JSON.stringify(await toArray(map(odd, (x) => 10 * x))));
      note(JSON.stringify([...(await toSet(map(numbers(), (x) => x % 2)))]));
      const pairs = map(numbers(), (x) => [x % 2, x] as const);
      note(JSON.stringify([...(await toMap(pairs))]));
    },
  },
  {
    title: "a set's order",
    rows: ["{x async for x in xs}"],
    differs: ["3, 1, 2"],
    async run(note) {
      note([...(await toSet([3, 1, 2]))].join(", "));
    },
  },
  {
    title: "an asynchronous iterator by hand",
    rows: [
      "async for x in xs:",
      "__aiter__",
      "__anext__",
      "raise StopAsyncIteration",
    ],
    differs: ["item", "item", "the end is a result"],
    async run(note) {
      const once = () => ({
        left: 1,
        [Symbol.asyncIterator]() {
          return this;
        },
        async next(): Promise<IteratorResult<string, undefined>> {
          return this.left-- > 0
            ? { done: false, value: "item" }
            : { done: true, value: undefined };
        },
      });
      for await (const item of once()) {
        note(item);
      }
      const iterator = once()[Symbol.asyncIterator]();
      note(String((await iterator.next()).value));
      note((await iterator.next()).done ? "the end is a result" : "no end");
    },
  },
  {
    title: "a generator's body without yield",
    rows: ["async def … yield"],
    differs: ["a generator"],
    async run(note) {
      async function* body(): AsyncGenerator<never, void, undefined> {}
      note("next" in body() ? "a generator" : "no generator");
    },
  },
  {
    title: "an item asked for twice at once: of a generator",
    rows: ["agen.__anext__()", "__anext__"],
    differs: ["0, 1"],
    async run(note) {
      async function* slow(): AsyncGenerator<number, void, undefined> {
        for (let number = 0; number < 2; number++) {
          await sleep(1);
          yield number;
        }
      }
      const generator = slow();
      const asked = await Promise.all([generator.next(), generator.next()]);
      note(asked.map(({ value }) => String(value)).join(", "));
    },
  },
  {
    title: "an item asked for twice at once: of a class that allows it",
    rows: ["agen.__anext__()", "__anext__"],
    async run(note) {
      const pages = {
        page: 0,
        async next() {
          const page = ++this.page;
          note(`request ${page}`);
          await sleep(1);
          return page;
        },
      };
      note((await Promise.all([pages.next(), pages.next()])).join(", "));
    },
  },
  {
    title: "closing a generator whose next item somebody waits for",
    rows: ["agen.aclose()"],
    differs: ["item", "closed"],
    async run(note) {
      async function* slow(): AsyncGenerator<string, void, undefined> {
        await sleep(5);
        yield "item";
      }
      const generator = slow();
      const asked = generator.next().then(({ value }) => note(String(value)));
      await generator.return();
      note("closed");
      await asked;
    },
  },
  {
    title: "closing a loop over a queue whose next item somebody waits for",
    rows: ["agen.aclose()"],
    differs: ["no item", "closed"],
    async run(note) {
      const doubled = map(new AsyncQueue<number>(), (item) => 2 * item);
      const asked = doubled
        .next()
        .then(({ done }) => note(done ? "no item" : "an item"));
      await nextTurn();
      await doubled.return();
      await asked;
      note("closed");
    },
  },
  {
    title: "leaving a loop over a generator",
    rows: ["async for x in xs:", "agen.aclose()", "try … finally"],
    differs: ["closed", "behind the loop", "nobody holds it"],
    async run(note) {
      for await (const _ of count(note)) {
        break;
      }
      note("behind the loop");
      note("nobody holds it");
    },
  },
  {
    title: "closing it where it is left",
    rows: ["contextlib.aclosing(gen)"],
    async run(note) {
      for await (const _ of count(note)) {
        break;
      }
      note("behind the loop");
    },
  },
  {
    title: "leaving a pipeline",
    rows: ["[x async for x in pipeline]", "[f(x) async for x in xs if p(x)]"],
    differs: ["closed", "behind the loop", "the pipeline's end is closed"],
    async run(note) {
      const doubled = map(count(note), (x) => 2 * x);
      for await (const _ of doubled) {
        break;
      }
      note("behind the loop");
      await doubled.return();
      note("the pipeline's end is closed");
    },
  },
  {
    title: "a field that is not there",
    rows: ["dict"],
    differs: ["undefined"],
    async run(note) {
      const item = { name: "tea" };
      // @ts-expect-error -- the compiler says so before anything runs
      note(String(item.price));
    },
  },
];

export const pairs: readonly Pair[] = [
  ...tasks,
  ...queues,
  ...locks,
  ...groups,
  ...contexts,
  ...iteration,
];
