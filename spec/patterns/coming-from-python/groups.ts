import {
  abortable,
  asCompleted,
  AsyncExitStack,
  asyncWith,
  createTask,
  nextTurn,
  sleep,
  TaskGroup,
  timeout,
  wait,
  type AsyncContextManager,
  type Task,
} from "../../../src/index.ts";
import type { Pair } from "./pair.ts";

type Note = (line: string) => void;

const reasonOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);

/** Counts turns, so that it shows on which one something happens. */
function ticking(note: Note): Task<void> {
  return createTask(async () => {
    for (let number = 1; number < 10; number++) {
      note(`turn ${number}`);
      await nextTurn();
    }
  });
}

function child(note: Note, name: string, fails?: string, failsLate?: string) {
  return async (signal: AbortSignal) => {
    note(`${name} begins`);
    try {
      await sleep(fails === undefined ? 1_000 : 0, { signal });
    } catch (reason) {
      note(`${name} is cancelled`);
      throw failsLate === undefined ? reason : new Error(failsLate);
    }
    throw new Error(fails);
  };
}

const noteFailures = (note: Note) => (error: unknown) => {
  const { errors } = error as AggregateError;
  note(`failed: ${errors.map(reasonOf).join(", ")}`);
};

const TASK_GROUP = ["asyncio.TaskGroup()"];
const TIMEOUT = ["asyncio.timeout(seconds)"];

/** What groups.py has too. */
export const groups: readonly Pair[] = [
  {
    title: "a task of a group fails, turn by turn",
    rows: TASK_GROUP,
    async run(note) {
      const ticks = ticking(note);
      await asyncWith(new TaskGroup(), async (group) => {
        group.createTask(child(note, "A", "no light"));
        group.createTask(child(note, "B", undefined, "no key"));
        await sleep(1_000, group).catch((reason: unknown) => {
          note("the body is cancelled");
          throw reason;
        });
      }).catch(noteFailures(note));
      await ticks;
    },
  },
  {
    title: "the body of a group fails, turn by turn",
    rows: TASK_GROUP,
    async run(note) {
      const ticks = ticking(note);
      await asyncWith(new TaskGroup(), async (group) => {
        group.createTask(child(note, "A"));
        await nextTurn();
        throw new Error("no light");
      }).catch(noteFailures(note));
      await ticks;
    },
  },
  {
    title: "a group is cancelled from outside, turn by turn",
    rows: TASK_GROUP,
    async run(note) {
      const task = createTask((signal) =>
        asyncWith(new TaskGroup({ signal }), (group) => {
          group.createTask(child(note, "A"));
        }),
      );
      const ticks = ticking(note);
      await nextTurn();
      await nextTurn();
      task.cancel();
      await task.catch(() => note("cancelled"));
      await ticks;
    },
  },
  {
    title: "a group whose tasks end, turn by turn",
    rows: TASK_GROUP,
    async run(note) {
      const ends = (name: string) => async () => {
        await nextTurn();
        note(`${name} ends`);
      };
      const ticks = ticking(note);
      await asyncWith(new TaskGroup(), (group) => {
        group.createTask(ends("A"));
        group.createTask(ends("B"));
      });
      note("left");
      await ticks;
    },
  },
  {
    title: "a body that is told nothing of its group",
    rows: TASK_GROUP,
    differs: ["A begins", "ran to its end", "failed"],
    async run(note) {
      await asyncWith(new TaskGroup(), async (group) => {
        group.createTask(child(note, "A", "no light"));
        await sleep(10);
        note("ran to its end");
      }).catch(() => note("failed"));
    },
  },
  {
    title: "a time that is over, and what cleans up",
    rows: TIMEOUT,
    async run(note) {
      await timeout(1, async (signal) => {
        try {
          await sleep(1_000, { signal });
        } finally {
          note("cleaning up");
          await sleep(1);
          note("clean");
        }
      }).catch((error: unknown) => note((error as Error).name));
    },
  },
  {
    title: "no time at all, turn by turn",
    rows: TIMEOUT,
    async run(note) {
      const ticks = ticking(note);
      await timeout(0, async (signal) => {
        note("the body begins");
        await sleep(1_000, { signal });
      }).catch((error: unknown) => note((error as Error).name));
      await ticks;
    },
  },
  {
    title: "a body that is told nothing of its time",
    rows: TIMEOUT,
    differs: ["ran to its end"],
    async run(note) {
      await timeout(1, async () => {
        await sleep(10);
        note("ran to its end");
      }).catch((error: unknown) => note((error as Error).name));
    },
  },
  {
    title: "a time for a task",
    rows: ["asyncio.wait_for(aw, seconds)"],
    differs: ["TimeoutError", "task cancelled: false"],
    async run(note) {
      const task = createTask(() => sleep(10));
      await timeout(1, (signal) => abortable(task, signal)).catch(
        (error: unknown) => note((error as Error).name),
      );
      note(`task cancelled: ${task.cancelled}`);
    },
  },
  {
    title: "a task that is shielded",
    rows: ["asyncio.shield(task)"],
    async run(note) {
      const task = createTask(async () => {
        await sleep(1);
        return "result";
      });
      const waiter = createTask((signal) => abortable(task, signal));
      await nextTurn();
      waiter.cancel();
      note(await task);
      note(`waiter cancelled: ${waiter.cancelled}`);
    },
  },
  {
    title: "waiting for the first, turn by turn",
    rows: ["asyncio.wait(aws)"],
    async run(note) {
      const ticks = ticking(note);
      const first = createTask(async () => {
        await nextTurn();
        note("ends");
      });
      const tasks = [first, createTask(() => sleep(1))];
      const both = await wait(tasks, { until: "first" });
      note(`done ${both.done.size}, pending ${both.pending.size}`);
      const one = await wait([first]);
      note(`done ${one.done.size}, pending ${one.pending.size}`);
      await ticks;
    },
  },
  {
    title: "tasks as they end, turn by turn",
    rows: ["asyncio.as_completed(aws)"],
    async run(note) {
      const ends = (turns: number) => async () => {
        for (let turn = 0; turn < turns; turn++) {
          await nextTurn();
        }
        return turns;
      };
      const ticks = ticking(note);
      const tasks = [3, 1].map((turns) => createTask(ends(turns)));
      for await (const { task } of asCompleted(tasks)) {
        note(String(await task));
      }
      await ticks;
    },
  },
  {
    title: "leaving a stack",
    rows: ["contextlib.AsyncExitStack()"],
    async run(note) {
      await asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager(note, "A", false));
        await stack.enter(manager(note, "B", true));
        stack.defer(() => note("called"));
        throw new Error("no light");
      });
      note("left");
    },
  },
];

function manager(
  note: Note,
  name: string,
  verdict: boolean,
): AsyncContextManager<void> {
  return {
    async enter() {
      note(`${name} entered`);
    },
    async exit(...threw) {
      const how = threw.length === 0 ? "" : ` with ${reasonOf(threw[0])}`;
      note(`${name} exits${how}`);
      return verdict;
    },
  };
}
