import type { AsyncQueue } from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import type { QueueId } from "./program.ts";

/** Steps that have to do with queues. */
export const queueSteps: Steps<
  "put" | "get" | "putNow" | "getNow" | "done" | "finish" | "join" | "shut"
> = {
  async put(actor, [, id, item]) {
    const queue = queueOf(actor, id);
    await actor.waitHeeding(
      `put q${id} ${item}`,
      (options) => queue.put(item, options),
      () => ` /${queue.size}`,
    );
    return false;
  },

  async get(actor, [, id]) {
    const queue = queueOf(actor, id);
    await actor.waitHeeding(
      `get q${id}`,
      (options) => queue.get(options),
      (item) => ` =${item} /${queue.size}`,
    );
    return false;
  },

  async putNow(actor, [, id, item]) {
    const queue = queueOf(actor, id);
    actor.attempt(`putNow q${id} ${item}`, () => {
      queue.putNowait(item);
      return ` /${queue.size}`;
    });
    return false;
  },

  async getNow(actor, [, id]) {
    const queue = queueOf(actor, id);
    actor.attempt(
      `getNow q${id}`,
      () => ` =${queue.getNowait()} /${queue.size}`,
    );
    return false;
  },

  async done(actor, [, id]) {
    actor.attempt(`done q${id}`, () => {
      queueOf(actor, id).taskDone();
      return "";
    });
    return false;
  },

  async finish(actor, [, id]) {
    actor.note(`finish q${id} ${finish(queueOf(actor, id))}`);
    return false;
  },

  async join(actor, [, id]) {
    const queue = queueOf(actor, id);
    await actor.waitHeeding(`join q${id}`, (options) => queue.join(options));
    return false;
  },

  async shut(actor, [, id, immediate]) {
    const queue = queueOf(actor, id);
    queue.shutdown({ immediate: immediate === 1 });
    actor.note(`shut q${id} ${immediate} /${queue.size}`);
    return false;
  },
};

function queueOf({ shared }: Actor, id: QueueId): AsyncQueue<number> {
  return shared.queues[id]!;
}

/** Marks everything as done. @returns how many items were unfinished */
export function finish(queue: AsyncQueue<number>): number {
  for (let count = 0; ; count++) {
    try {
      queue.taskDone();
    } catch {
      return count;
    }
  }
}
