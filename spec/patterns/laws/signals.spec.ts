import { describe, expect, it } from "vitest";
import {
  abortable,
  asCompleted,
  AsyncEvent,
  AsyncQueue,
  Barrier,
  Condition,
  createTask,
  gather,
  Lock,
  Semaphore,
  sleep,
  TaskGroup,
  timeout,
  wait,
} from "../../../src/index.ts";
import { runVirtual } from "../../../src/testing/index.ts";

const queue = new AsyncQueue<number>(1);
const semaphore = new Semaphore();
const lock = new Lock();
const task = () => createTask(() => {});

const takers: [name: string, act: string, call: (signal: never) => unknown][] =
  [
    ["AsyncQueue.put", "put", (signal) => queue.put(1, { signal })],
    ["AsyncQueue.get", "get", (signal) => queue.get({ signal })],
    ["AsyncQueue.join", "join", (signal) => queue.join({ signal })],
    [
      "AsyncQueue.items",
      "loop over the queue",
      (signal) => queue.items({ signal }),
    ],
    ["sleep", "sleep", (signal) => sleep(1, { signal })],
    ["Lock.acquire", "acquire", (signal) => lock.acquire({ signal })],
    ["Semaphore.acquire", "acquire", (signal) => semaphore.acquire({ signal })],
    ["AsyncEvent.wait", "wait", (signal) => new AsyncEvent().wait({ signal })],
    ["Condition.wait", "wait", (signal) => new Condition().wait({ signal })],
    ["Barrier.wait", "wait", (signal) => new Barrier(1).wait({ signal })],
    ["wait", "wait", (signal) => wait([task()], { signal })],
    ["gather", "gather", (signal) => gather([task()], { signal })],
    [
      "asCompleted",
      "take tasks as they end",
      (signal) => asCompleted([task()], { signal }),
    ],
    ["timeout", "set a timeout", (signal) => timeout(1, () => {}, { signal })],
    [
      "createTask",
      "create a task",
      (signal) => createTask(() => {}, { signal }),
    ],
    ["TaskGroup", "create a task group", (signal) => new TaskGroup({ signal })],
    [
      "abortable of a promise",
      "make abortable",
      (signal) => abortable(task(), signal),
    ],
    [
      "abortable of a source",
      "make abortable",
      (signal) => abortable(queue, signal),
    ],
  ];

/** What the call throws, at once or as the promise that it gives. */
async function errorOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
}

/*
 * Whatever takes a signal takes an AbortSignal of any realm, or what has its methods; anything else is refused at the
 * call, whether or not there would be anything to wait for, and then nothing has changed. The mistake of every day is to
 * give the controller.
 */
describe("a signal that is none", () => {
  it.each(takers)("is refused at the call by %s", async (_, act, call) => {
    await runVirtual(async () => {
      const { signal } = new AbortController();
      const has = (names: readonly (keyof AbortSignal)[]) =>
        Object.fromEntries(names.map((name) => [name, signal[name]]));
      const refused = [
        [new AbortController(), "an AbortController"],
        [{ aborted: true }, "an Object"],
        [has(["throwIfAborted", "addEventListener"]), "an Object"],
        [has(["throwIfAborted", "removeEventListener"]), "an Object"],
        [has(["addEventListener", "removeEventListener"]), "an Object"],
        [null, "null"],
        ["abort", '"abort"'],
      ] as const;
      for (const [value, shown] of refused) {
        expect(await errorOf(() => call(value as never))).toEqual(
          new TypeError(
            `Cannot ${act}: signal must be an AbortSignal, received ${shown}`,
          ),
        );
      }
      expect([queue.size, lock.locked, semaphore.locked]).toEqual([
        0,
        false,
        false,
      ]);
    });
  });

  it("is refused where one has to be given, also if there is none", () => {
    expect(() => abortable(sleep(1), undefined as never)).toThrow(
      new TypeError(
        "Cannot make abortable: signal must be an AbortSignal, received undefined",
      ),
    );
  });
});

const optionTakers: [
  name: string,
  act: string,
  call: (options: never) => unknown,
][] = [
  ["AsyncQueue.put", "put", (options) => queue.put(1, options)],
  ["AsyncQueue.get", "get", (options) => queue.get(options)],
  ["AsyncQueue.join", "join", (options) => queue.join(options)],
  ["AsyncQueue.shutdown", "shut down", (options) => queue.shutdown(options)],
  [
    "AsyncQueue.items",
    "loop over the queue",
    (options) => queue.items(options),
  ],
  ["sleep", "sleep", (options) => sleep(1, options)],
  ["Lock.acquire", "acquire", (options) => lock.acquire(options)],
  ["Semaphore.acquire", "acquire", (options) => semaphore.acquire(options)],
  ["AsyncEvent.wait", "wait", (options) => new AsyncEvent().wait(options)],
  ["Condition.wait", "wait", (options) => new Condition().wait(options)],
  [
    "Condition.waitFor",
    "wait",
    (options) => new Condition().waitFor(() => false, options),
  ],
  ["Barrier.wait", "wait", (options) => new Barrier(1).wait(options)],
  ["wait", "wait", (options) => wait([task()], options)],
  ["gather", "gather", (options) => gather([task()], options)],
  [
    "asCompleted",
    "take tasks as they end",
    (options) => asCompleted([task()], options),
  ],
  ["timeout", "set a timeout", (options) => timeout(1, () => {}, options)],
  ["createTask", "create a task", (options) => createTask(() => {}, options)],
  [
    "TaskGroup.createTask",
    "create a task",
    async (options) => {
      await using group = await new TaskGroup().enter();
      group.createTask(() => {}, options);
    },
  ],
  ["TaskGroup", "create a task group", (options) => new TaskGroup(options)],
];

/*
 * Options are named, in an object. The mistake of every day is to give the signal alone, which would be passed over: the
 * wait would begin, and nobody could end it.
 */
describe("options that are none", () => {
  it.each(optionTakers)("are refused at the call by %s", async (...each) => {
    const [, act, call] = each;
    await runVirtual(async () => {
      const refused = [
        [new AbortController().signal, "an AbortSignal"],
        [null, "null"],
        [5, "5"],
        [true, "true"],
      ] as const;
      for (const [value, shown] of refused) {
        expect(await errorOf(() => call(value as never))).toEqual(
          new TypeError(
            `Cannot ${act}: options must be named in an object, received ${shown}`,
          ),
        );
      }
      expect([queue.size, lock.locked, semaphore.locked]).toEqual([
        0,
        false,
        false,
      ]);
      queue.putNowait(1);
      expect(queue.getNowait()).toBe(1);
    });
  });
});

describe("a signal that another class has made", () => {
  it("ends a wait, if it has the methods", async () => {
    await runVirtual(async () => {
      const { signal, abort } = signalOfAnotherClass();
      const sleeping = sleep(10, { signal: signal as AbortSignal });
      abort("enough");
      await expect(sleeping).rejects.toBe("enough");
      await expect(
        queue.put(1, { signal: signal as AbortSignal }),
      ).rejects.toBe("enough");
    });
  });
});

function signalOfAnotherClass() {
  const signal = Object.assign(new EventTarget(), {
    aborted: false,
    reason: undefined,
    throwIfAborted: () => {
      if (signal.aborted) {
        throw signal.reason;
      }
    },
  });
  const abort = (reason: unknown): void => {
    Object.assign(signal, { aborted: true, reason });
    signal.dispatchEvent(new Event("abort"));
  };
  return { signal, abort };
}
