import type { ComponentChildren, VNode } from "preact";
import { Region } from "./document.tsx";

/** A Python name, its TypeScript counterpart and what differs. */
export interface NamePair {
  readonly python: string;
  readonly typescript: string;
  readonly differs: string;
}

function pair(python: string, typescript: string, differs: string): NamePair {
  return { python, typescript, differs };
}

const ASYNC_FOR = pair(
  "async for x in xs:",
  "for await (const x of xs)",
  "The same loop. Left early, by break, return or throw, TypeScript's also closes the iterator at once; in Python a generator stays open until somebody closes it or it is collected as garbage.",
);
const ASYNC_WITH = pair(
  "async with manager as value:",
  "asyncWith(manager, body)",
  "A call instead of a statement: the block is a function, and asyncWith gives what it returns.",
);
const AWAIT_USING = pair(
  "async with acquire() as r:",
  "await using r = await acquire()",
  "No block of its own: it ends with the block around it. Acquiring is an ordinary await in front of it.",
);
const SLEEP_0 = pair(
  "await asyncio.sleep(0)",
  "await sleep(0)",
  "Both give up one turn. TypeScript's sleep counts milliseconds, Python's seconds.",
);
const YIELD = pair(
  "async def … yield",
  "async function* … yield",
  "A star marks the generator; a body without yield is still one.",
);
const MANAGER = pair(
  "@asynccontextmanager",
  "asyncContextManager(async function* …)",
  "A call around a generator function instead of a decorator. Both throw the body's error in at the yield.",
);
const ANEXT = pair(
  "agen.__anext__()",
  "generator.next()",
  "Asked twice at once, a generator answers in order; Python's raises RuntimeError.",
);
const AENTER = pair(
  "__aenter__, __aexit__",
  "enter, exit",
  "exit is given one argument, the error, and only if there was one. In Python any true value swallows it, such as a returned 1; here only true does.",
);
const CREATE_TASK = pair(
  "asyncio.create_task(f())",
  "createTask(f)",
  "It takes the function, not a coroutine: a promise that exists is running already.",
);
const CANCEL = pair(
  "task.cancel()",
  "task.cancel()",
  "Python throws CancelledError in at the await; TypeScript aborts a signal, which the body passes on to its waits.",
);
const AWAIT_TASK = pair(
  "await task",
  "await task",
  "Cancelling the waiter cancels the task in Python. Here abortable(task, signal) ends the wait alone. A task that awaits itself fails in both, on its next turn.",
);
const GATHER = pair(
  "await asyncio.gather(a, b)",
  "await gather(a, b)",
  "The same results in the same order, as a tuple of the tasks' types. Cancelling who gathers cancels the tasks in Python; here a signal ends the wait alone.",
);
const QUEUE = pair(
  "asyncio.Queue(maxsize=5)",
  "new AsyncQueue<T>(5)",
  "The same rules, and the same order of waking.",
);
const JOIN = pair(
  "queue.task_done(), queue.join()",
  "queue.taskDone(), queue.join()",
  "The same but for the case of the letters.",
);

const LOCK = pair(
  "Lock, Event",
  "Lock, AsyncEvent",
  "The web has an Event. acquire gives what releases it: using held = await lock.acquire().",
);

/** What a page says of Python, by the name of its cell or of its concept. */
export const PYTHON_NAMES: Readonly<Record<string, readonly NamePair[]>> = {
  "async-range": [
    ASYNC_FOR,
    pair(
      "__aiter__",
      "[Symbol.asyncIterator]()",
      "A well-known symbol instead of a name in underscores.",
    ),
    pair(
      "__anext__",
      "next()",
      "It promises { done, value } instead of a bare value.",
    ),
    pair(
      "raise StopAsyncIteration",
      "return { done: true, value: undefined }",
      "The end is a result, not an error.",
    ),
  ],
  "async-comprehensions": [
    pair(
      "[x async for x in xs]",
      "await toArray(xs)",
      "A function: TypeScript has no comprehensions.",
    ),
    pair(
      "… if x % 2 == 0]",
      "filter(xs, (x) => x % 2 === 0)",
      "The condition is a stage of its own, and may be async.",
    ),
  ],
  paginator: [
    ASYNC_FOR,
    pair(
      "__anext__",
      "next()",
      "Asked twice at once, this class sends two requests, as it would in Python. A generator answers in order; Python's raises RuntimeError.",
    ),
    SLEEP_0,
  ],
  "async-generator": [
    YIELD,
    SLEEP_0,
    pair(
      "agen.aclose()",
      "generator.return()",
      "for await calls it whenever a loop is left early; Python leaves it to the garbage collector. While somebody waits for the next item it is a RuntimeError in Python; TypeScript's generator closes behind that item.",
    ),
    ANEXT,
  ],
  filtering: [
    YIELD,
    ASYNC_FOR,
    pair("dict", "interface Item", "An object with a declared type."),
  ],
  pipeline: [
    YIELD,
    pair(
      "[x async for x in pipeline]",
      "await toArray(pipeline)",
      "Leaving the end of a TypeScript pipeline early closes every stage of it; Python's stays open, and aclose() closes one stage.",
    ),
  ],
  "async-resource": [
    AWAIT_USING,
    pair(
      "__aenter__",
      "static async acquire()",
      "A plain async function, called before the resource exists.",
    ),
    pair(
      "__aexit__",
      "[Symbol.asyncDispose]()",
      "It is not told whether there was an error; see cell 15 where that matters.",
    ),
  ],
  "lifecycle-events": [
    AWAIT_USING,
    pair(
      "__aexit__",
      "[Symbol.asyncDispose]()",
      "Runs when the enclosing block ends.",
    ),
  ],
  "async-timer": [
    MANAGER,
    ASYNC_WITH,
    pair(
      "time.perf_counter()",
      "performance.now()",
      "Milliseconds instead of seconds.",
    ),
  ],
  "database-connection": [
    AWAIT_USING,
    pair(
      "@asynccontextmanager",
      "async function connect()",
      "A resource that can dispose of itself needs no manager around it.",
    ),
  ],
  "worker-pool": [
    QUEUE,
    JOIN,
    CREATE_TASK,
    CANCEL,
    pair(
      "await asyncio.gather(*ts, return_exceptions=True)",
      "await Promise.allSettled(ts)",
      "Built into the language; each result says how it ended.",
    ),
  ],
  "sentinel-shutdown": [
    pair(
      "SENTINEL = None",
      "Symbol(…)",
      "A symbol equals nothing but itself, so no item can be mistaken for it.",
    ),
    QUEUE,
    CREATE_TASK,
    GATHER,
  ],
  "event-stream": [MANAGER, ASYNC_WITH, ASYNC_FOR],
  "set-and-map-comprehensions": [
    pair(
      "{x async for x in xs}",
      "await toSet(xs)",
      "A Set keeps the order in which its values came; Python's has none to rely on.",
    ),
    pair(
      "{k: v async for k, v in xs}",
      "await toMap(xs)",
      "A Map of any keys, from [key, value] pairs.",
    ),
  ],
  "safe-resource": [
    ASYNC_WITH,
    AENTER,
    pair(
      "__aexit__(exc_type, exc, tb)",
      "exit(error)",
      "The error carries its class and its stack itself.",
    ),
  ],
  "resilient-stream": [
    YIELD,
    pair(
      "try … finally",
      "try … finally",
      "On break, TypeScript runs it before the loop is left; in Python it waits for aclose() or the garbage collector.",
    ),
    pair(
      "contextlib.aclosing(gen)",
      "for await",
      "Not needed: the loop closes what it was reading.",
    ),
  ],
  "async-queue": [
    QUEUE,
    pair(
      "queue.put_nowait(x)",
      "queue.putNowait(x)",
      "Throws QueueFullError instead of QueueFull.",
    ),
    pair(
      "queue.qsize(), .empty(), .full()",
      "queue.size, .empty, .full",
      "Getters instead of methods.",
    ),
    JOIN,
    pair(
      "queue.shutdown(immediate=True)",
      "queue.shutdown({ immediate: true })",
      "In Python from 3.13 on.",
    ),
  ],
  "ordered-queues": [
    pair("asyncio.LifoQueue", "AsyncLifoQueue", "The same."),
    pair(
      "asyncio.PriorityQueue",
      "AsyncPriorityQueue",
      "Takes a comparison; equal priorities leave in the order they came.",
    ),
  ],
  sleep: [
    SLEEP_0,
    pair("await asyncio.sleep(0.02)", "await sleep(20)", "Milliseconds."),
  ],
  task: [
    CREATE_TASK,
    CANCEL,
    pair(
      "asyncio.CancelledError",
      "CancelledError",
      "The default reason. Another one is thrown as it is, and catch catches either; Python's passes by except Exception.",
    ),
    AWAIT_TASK,
  ],
  abortable: [AWAIT_TASK],
  gather: [GATHER],
  lock: [LOCK],
  semaphore: [
    pair(
      "Semaphore, BoundedSemaphore",
      "the same",
      "Released too often, a bounded one throws a RangeError, Python’s ValueError.",
    ),
  ],
  "async-event": [LOCK],
  condition: [pair("Condition, wait_for", "Condition, waitFor", "The same.")],
  barrier: [
    pair(
      "Barrier, n_waiting",
      "Barrier, waiting",
      "abort and reset are at once, Python’s are awaited.",
    ),
  ],
  "task-group": [
    pair(
      "asyncio.TaskGroup()",
      "new TaskGroup({ signal })",
      "A failure reaches the body by group.signal. Failures come as an AggregateError, Python’s as an ExceptionGroup.",
    ),
  ],
  timeout: [
    pair(
      "asyncio.timeout(seconds)",
      "timeout(ms, body)",
      "Aborts the signal that the body is given; what is told nothing of the signal runs to its end.",
    ),
  ],
  wait: [
    pair(
      "asyncio.wait(aws)",
      "wait(tasks, { until, ms })",
      'until is "all", "first" or "failure"; a time of 0 ends on the next turn.',
    ),
  ],
  "as-completed": [
    pair(
      "asyncio.as_completed(aws)",
      "asCompleted(tasks)",
      "Gives { task }, since TypeScript takes what for await gives for awaited.",
    ),
  ],
  "async-exit-stack": [
    pair(
      "contextlib.AsyncExitStack()",
      "new AsyncExitStack()",
      "enter, use for what can be disposed of, defer for functions, move for pop_all.",
    ),
  ],
  "async-context-manager": [ASYNC_WITH, AENTER],
  "generator-manager": [MANAGER],
  "async-iteration": [
    ASYNC_FOR,
    ANEXT,
    pair(
      "agen.aclose()",
      "iterator.return()",
      "While somebody waits for the next item it is a RuntimeError in Python; here it ends that wait, and takes nothing.",
    ),
    pair(
      "[f(x) async for x in xs]",
      "await toArray(map(xs, f))",
      "f may be async.",
    ),
    pair("{…}, {k: v …}", "toSet, toMap", "Functions."),
  ],
};

/** The names of Python and of TypeScript, side by side, and what differs. */
export function PythonTable({
  names,
}: {
  readonly names: readonly NamePair[];
}): VNode {
  return (
    <NamesTable
      rows={names.map(({ python, typescript, differs }) => [
        <code>{python}</code>,
        <code>{typescript}</code>,
        differs,
      ])}
    />
  );
}

/** @param rows a name of Python, one of TypeScript, and what differs */
export function NamesTable({
  rows,
}: {
  readonly rows: readonly (readonly ComponentChildren[])[];
}): VNode {
  return (
    <Region kind="wide two-languages" label="Names">
      <table>
        <thead>
          <tr>
            <th scope="col">Python</th>
            <th scope="col">TypeScript</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr>
              {cells.map((cell) => (
                <td>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  );
}
