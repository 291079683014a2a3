/*
 * npm run explore runs searches that are too long for every test run. It prints how many schedules and outcomes each
 * finds and how many seconds it takes, and ends with exit code 1 if a count is not what it must be.
 *
 * Where the kit searches all orders of some async functions, a bare depth-first search over plain promises does the
 * same, as a measure of what the kit costs.
 */
import { main as workerPool } from "../../../src/chapter/4-producer-consumer/11-worker-pool.ts";
import {
  dataConsumer,
  dataProducer,
  type Message,
} from "../../../src/chapter/4-producer-consumer/12-sentinel-shutdown.ts";
import { AsyncQueue, createTask, gather } from "../../../src/index.ts";
import { explore } from "../../../src/testing/index.ts";
import { searchBare } from "./bare-search.ts";
import { wakingAll, wakingOne } from "../../testing/explore/bounded-buffer.ts";
import { handOver } from "../../testing/hand-over.ts";
import { steps } from "../../testing/steps.ts";
import { turns } from "../../testing/turns.ts";

interface Search {
  readonly name: string;
  readonly schedules: number;
  readonly outcomes: number;
  readonly run: () => Promise<{ schedules: number; outcomes: number }>;
}

function exploring(main: () => unknown): Search["run"] {
  return async () => {
    const found = await explore(main, { schedules: Infinity });
    return { schedules: found.schedules, outcomes: found.outcomes.length };
  };
}

/** Cell 12 with any number of items. */
function sentinelShutdown(count: number) {
  return async (): Promise<void> => {
    const queue = new AsyncQueue<Message>();
    const items = Array.from({ length: count }, (_, i) => i + 1);
    const produced = createTask(() => dataProducer(queue, items, 2));
    const consumers = ["Consumer-0", "Consumer-1"].map((name) =>
      createTask(() => dataConsumer(queue, name), { name }),
    );
    await produced;
    const squares = (await gather(...consumers)).flat();
    console.log(squares.toSorted((a, b) => a - b).join());
  };
}

const searches: readonly Search[] = [
  {
    name: "8 async functions of 1 turn, bare search",
    schedules: 40_320,
    outcomes: 40_320,
    run: () => searchBare(8, 1),
  },
  {
    name: "8 async functions of 1 turn",
    schedules: 40_320,
    outcomes: 40_320,
    run: exploring(turns(8, 1)),
  },
  {
    name: "8 tasks of 1 step",
    schedules: 40_320,
    outcomes: 40_320,
    run: exploring(steps(8, 1)),
  },
  {
    name: "3 async functions of 4 turns, bare search",
    schedules: 34_650,
    outcomes: 34_650,
    run: () => searchBare(3, 4),
  },
  {
    name: "3 async functions of 4 turns",
    schedules: 34_650,
    outcomes: 34_650,
    run: exploring(turns(3, 4)),
  },
  {
    name: "3 tasks of 4 steps",
    schedules: 34_650,
    outcomes: 34_650,
    run: exploring(steps(3, 4)),
  },
  {
    name: "bounded buffer, waking one",
    schedules: 60,
    outcomes: 8,
    run: exploring(wakingOne),
  },
  {
    name: "bounded buffer, waking all",
    schedules: 80,
    outcomes: 4,
    run: exploring(wakingAll),
  },
  {
    name: "cell 11",
    schedules: 192,
    outcomes: 32,
    run: exploring(workerPool),
  },
  {
    name: "cell 12 with 4 items",
    schedules: 148_416,
    outcomes: 2,
    run: exploring(sentinelShutdown(4)),
  },
  {
    name: "queue, 1 item each, a consumer cancelled",
    schedules: 3_332,
    outcomes: 1,
    run: exploring(handOver({ itemsEach: 1, cancelled: "consumer c" })),
  },
  {
    name: "queue, 1 item each, a producer cancelled",
    schedules: 6_002,
    outcomes: 1,
    run: exploring(handOver({ itemsEach: 1, cancelled: "producer p" })),
  },
  {
    name: "queue, 2 items each, a consumer cancelled",
    schedules: 88_680,
    outcomes: 1,
    run: exploring(handOver({ itemsEach: 2, cancelled: "consumer c" })),
  },
  {
    name: "queue, 2 items each, a producer cancelled",
    schedules: 149_986,
    outcomes: 1,
    run: exploring(handOver({ itemsEach: 2, cancelled: "producer p" })),
  },
];

for (const { name, run, ...expected } of searches) {
  const start = performance.now();
  const found = await run();
  const seconds = (performance.now() - start) / 1_000;
  const isRight =
    found.schedules === expected.schedules &&
    found.outcomes === expected.outcomes;
  console.log(
    [
      name.padEnd(42),
      `${found.schedules.toLocaleString("en")} schedules`.padStart(18),
      `${found.outcomes.toLocaleString("en")} outcomes`.padStart(16),
      `${seconds.toFixed(2)} s`.padStart(9),
      isRight ? "" : ` expected ${JSON.stringify(expected)}`,
    ].join(" "),
  );
  if (!isRight) {
    process.exitCode = 1;
  }
}
