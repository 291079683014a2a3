/** What readers may call the subject of a page, where neither its title nor its rules do; by the page's address. */
export const ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  [
    "use-it.html",
    [
      "install",
      "npm install",
      "getting started",
      "import",
      "quick start",
      "run in the browser",
      "Deno",
      "Bun",
    ],
  ],
  [
    "test-with-it.html",
    [
      "vitest",
      "jest",
      "node:test",
      "CI",
      "continuous integration",
      "unit tests",
      "test runner",
      "fake timers",
      "setup",
      "three workers",
    ],
  ],
  [
    "rule-of-turns.html",
    [
      "first in, first out",
      "FIFO",
      "fairness",
      "barging",
      "who is woken first",
      "event loop order",
      "scheduler",
    ],
  ],
  ["exercises.html", ["quiz", "practice", "predict"]],
  [
    "questions.html",
    ["FAQ", "back-pressure", "cancelled worker", "guaranteed order"],
  ],
  ["04-async-generator.html", ["aclose", "athrow", "asend"]],
  [
    "11-worker-pool.html",
    [
      "back-pressure",
      "consumer pool",
      "three workers",
      "producer consumer",
      "join hangs",
    ],
  ],
  [
    "12-sentinel-shutdown.html",
    ["poison pill", "graceful shutdown", "producer consumer"],
  ],
  [
    "16-resilient-stream.html",
    ["break out of for await", "leave a loop early"],
  ],
  ["library-abortable.html", ["AbortSignal", "AbortController", "shield"]],
  ["library-as-completed.html", ["asyncio.as_completed", "Promise.race"]],
  [
    "library-async-context-manager.html",
    ["async with", "__aenter__", "__aexit__"],
  ],
  ["library-async-event.html", ["asyncio.Event"]],
  ["library-async-exit-stack.html", ["contextlib.AsyncExitStack", "defer"]],
  [
    "library-async-iteration.html",
    ["async comprehension", "aclose", "async for"],
  ],
  ["library-async-queue.html", ["asyncio.Queue", "channel", "maxsize"]],
  ["library-barrier.html", ["asyncio.Barrier", "rendezvous"]],
  ["library-condition.html", ["asyncio.Condition", "monitor"]],
  [
    "library-coming-from-python.html",
    ["asyncio", "port from Python", "Python"],
  ],
  [
    "library-gather.html",
    ["asyncio.gather", "Promise.all", "return_exceptions"],
  ],
  ["library-generator-manager.html", ["asynccontextmanager"]],
  ["library-lock.html", ["asyncio.Lock", "mutex", "critical section"]],
  [
    "library-map-concurrent.html",
    [
      "concurrency limit",
      "p-map",
      "p-limit",
      "parallel map",
      "back-pressure of a stream",
    ],
  ],
  ["library-merge.html", ["merge streams", "merge two streams", "combine"]],
  [
    "library-ordered-queues.html",
    ["LIFO", "PriorityQueue", "LifoQueue", "stack", "heap"],
  ],
  [
    "library-queue-shutdown.html",
    ["QueueShutDown", "close a queue", "drain a queue"],
  ],
  [
    "library-semaphore.html",
    ["asyncio.Semaphore", "rate limit", "throttle", "concurrency limit"],
  ],
  ["library-sleep.html", ["asyncio.sleep", "delay", "sleep(0)"]],
  [
    "library-task.html",
    ["asyncio.create_task", "cancel", "cancellation", "CancelledError"],
  ],
  [
    "library-task-group.html",
    [
      "asyncio.TaskGroup",
      "nursery",
      "structured concurrency",
      "ExceptionGroup",
    ],
  ],
  [
    "library-timeout.html",
    ["asyncio.timeout", "asyncio.wait_for", "TimeoutError", "deadline"],
  ],
  ["library-wait.html", ["asyncio.wait", "FIRST_COMPLETED"]],
  ["kit-chance.html", ["Math.random", "seed"]],
  ["kit-choose.html", ["fault injection"]],
  [
    "kit-deadlock.html",
    [
      "DeadlockError",
      "hangs for ever",
      "Cannot finish: nothing is ready and no timer is pending",
    ],
  ],
  ["kit-determinism.html", ["DeterminismError", "flaky"]],
  ["kit-every-schedule.html", ["everySchedule", "ScheduleFailure"]],
  [
    "kit-explore.html",
    ["explore", "model checking", "interleavings", "all orders"],
  ],
  [
    "kit-leaks.html",
    ["LeakError", "Cannot end cleanly: main left something behind"],
  ],
  [
    "kit-livelock.html",
    ["LivelockError", "infinite loop", "loop never ends", "spinning"],
  ],
  [
    "kit-races.html",
    ["race condition", "lost update", "check then act", "stale response"],
  ],
  ["kit-real-io.html", ["fs", "files", "network", "fetch"]],
  ["kit-schedule.html", ["ScheduleError", "replay"]],
  ["kit-settle.html", ["settle", "flush promises"]],
  ["kit-time-limit.html", ["TimeLimitError", "maxElapsed"]],
  ["kit-unhandled-errors.html", ["unhandled rejection", "unhandledRejection"]],
  ["kit-virtual-clock.html", ["Date.now", "performance.now"]],
  ["kit-virtual-time.html", ["runVirtual", "fake clock"]],
  [
    "kit-virtual-timers.html",
    ["setTimeout", "setInterval", "fake timers", "unref"],
  ],
]);
