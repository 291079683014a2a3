import {
  AsyncEvent,
  AsyncQueue,
  createTask,
  gather,
  Lock,
  nextTurn,
  Semaphore,
  sleep,
  type Task,
} from "../../../src/index.ts";
import { choose } from "../../../src/testing/index.ts";

/** What a task does, with one of two things of a kind, `on`. */
export interface Act {
  readonly act:
    | "turn"
    | "sleep"
    | "timer"
    | "put"
    | "get"
    | "putNowait"
    | "getNowait"
    | "taskDone"
    | "join"
    | "lock"
    | "semaphore"
    | "set"
    | "clear"
    | "wait"
    | "print"
    | "choose"
    | "await"
    | "cancel"
    | "fail";
  readonly on: number;
}

/** Tasks that share nothing but what the kit sees. */
export type Sharing = readonly (readonly Act[])[];

/** Those of which programs are made for the most part come more than once. */
const ACTS: readonly Act["act"][] = [
  ..."turn turn turn sleep timer put put get get lock semaphore print".split(
    " ",
  ),
  ..."putNowait getNowait taskDone join set clear wait choose await cancel fail".split(
    " ",
  ),
] as Act["act"][];

/** @param random gives numbers from 0 to below 1 */
export function randomSharing(random: () => number): Sharing {
  const below = (count: number): number => Math.floor(random() * count);
  const shapes = [
    [1, 1, 1],
    [2, 1, 1],
    [2, 2],
    [3, 2],
    [1, 1, 1, 1],
  ];
  const shape = shapes[below(shapes.length)] as number[];
  return shape.map((length) =>
    Array.from({ length }, () => ({
      act: ACTS[below(ACTS.length)] as Act["act"],
      on: below(2),
    })),
  );
}

const two = <T>(make: () => T): readonly [T, T] => [make(), make()];

/** The program as the kit runs it: what each task came to know is printed in the end, task by task. */
export function mainOfSharing(program: Sharing): () => Promise<void> {
  return async () => {
    const queues = two(() => new AsyncQueue<string>(1));
    const locks = two(() => new Lock());
    const semaphores = two(() => new Semaphore(1));
    const events = two(() => new AsyncEvent());
    const tasks: Task<void>[] = [];
    const known = program.map((): unknown[] => []);
    const doOne = async ({ act, on }: Act, who: number): Promise<unknown> => {
      const at = on as 0 | 1;
      // Never itself: whether the library notices that rests on whose turn it was last, which the kit does not see.
      const ahead = 1 + (on % (program.length - 1));
      const other = tasks[(who + ahead) % program.length];
      const acts: Readonly<Record<Act["act"], () => unknown>> = {
        turn: () => nextTurn(),
        sleep: () => sleep(1 + on),
        timer: () => new Promise((resolve) => setTimeout(resolve, 1 + on)),
        put: () => queues[at].put(`${who}`),
        get: () => queues[at].get(),
        putNowait: () => queues[at].putNowait(`${who}`),
        getNowait: () => queues[at].getNowait(),
        taskDone: () => queues[at].taskDone(),
        join: () => queues[at].join(),
        lock: async () => {
          using _ = await locks[at].acquire();
          await nextTurn();
        },
        semaphore: async () => {
          using _ = await semaphores[at].acquire();
          await nextTurn();
        },
        set: () => events[at].set(),
        clear: () => events[at].clear(),
        wait: () => events[at].wait(),
        print: () => console.log(who),
        choose: () => choose(["a", "b"]),
        await: () => other,
        cancel: () => other?.cancel(),
        fail: () => Promise.reject(new Error(`failed ${who}`)),
      };
      return acts[act]();
    };
    const play = async (acts: readonly Act[], who: number): Promise<void> => {
      for (const it of acts) {
        const mayFail = ["putNowait", "getNowait", "taskDone", "await"];
        known[who]?.push(
          mayFail.includes(it.act)
            ? await doOne(it, who).catch((error: Error) => error.name)
            : await doOne(it, who),
        );
      }
    };
    tasks.push(
      ...program.map((acts, who) =>
        createTask(() => play(acts, who), { name: `task ${who}` }),
      ),
    );
    const ends = await gather(
      ...tasks.map((task) => task.then(String, String)),
    );
    console.log(JSON.stringify([known, ends]));
  };
}
