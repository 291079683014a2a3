import { filter, map, take, toArray } from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import { nameOf, ProgramError } from "./errors.ts";
import type { Source, Stage } from "./program.ts";

/** A source as it runs. */
class Items {
  /** Whether an error has ended the loop over it; see program.ts. */
  isLeftByError = false;
  readonly #actor: Actor;
  readonly #source: Source;

  constructor(actor: Actor, source: Source) {
    this.#actor = actor;
    this.#source = source;
  }

  async *read(): AsyncGenerator<number, void, undefined> {
    const [before] = this.#source;
    try {
      for (const [item, block] of before.entries()) {
        if (await this.#actor.run(block)) {
          return;
        }
        yield item;
      }
    } finally {
      await this.#close();
    }
  }

  /** Does something with an item. */
  async use<T>(act: () => Promise<T>): Promise<T> {
    try {
      return await act();
    } catch (error) {
      this.isLeftByError = true;
      throw error;
    }
  }

  async #close(): Promise<void> {
    const [, closing] = this.#source;
    this.#actor.note("closing");
    try {
      await this.#actor.runClosing(closing);
    } catch (error) {
      if (!this.isLeftByError) {
        throw error;
      }
      this.#actor.note(`swallowed ${nameOf(error)}`);
    }
  }
}

/** Steps that loop over something. */
export const iterationSteps: Steps<"loop" | "collect" | "drain"> = {
  async loop(actor, [, source, leaveAfter, block]) {
    const items = new Items(actor, source);
    let isReturn = false;
    for await (const item of items.read()) {
      actor.note(`item ${item}`);
      isReturn = await items.use(() => actor.run(block));
      if (isReturn) {
        break;
      }
      if (item + 1 === leaveAfter) {
        actor.note("leaves");
        break;
      }
    }
    actor.note("loop ends");
    return isReturn;
  },

  async collect(actor, [, source, stages]) {
    const items = new Items(actor, source);
    let pipeline: AsyncIterable<number> = items.read();
    for (const stage of stages) {
      pipeline = append(actor, items, pipeline, stage);
    }
    const all = await toArray(pipeline);
    actor.note(`collected ${all.join()}`);
    return false;
  },

  async drain(actor, [, id, leaveAfter, block]) {
    const queue = actor.shared.queues[id]!;
    const what = `drain q${id}`;
    const controller = new AbortController();
    const items = queue.items(controller);
    for (let count = 1; ; count++) {
      const { done } = await actor.waitHeeding(
        what,
        ({ signal }) => heeding(signal, controller, () => items.next()),
        ({ done, value }) =>
          done === true ? " !ShutDown" : ` =${value} /${queue.size}`,
      );
      if (done === true) {
        break;
      }
      if (await actor.run(block)) {
        return true;
      }
      if (count === leaveAfter) {
        actor.note("leaves");
        break;
      }
    }
    await items.return();
    actor.note(`${what} ends`);
    return false;
  },
};

/** Lets a loop heed the signal, but for this one wait. */
export async function heeding<T>(
  signal: AbortSignal | undefined,
  controller: AbortController,
  wait: () => Promise<T>,
): Promise<T> {
  const abort = (): void => controller.abort(signal?.reason);
  signal?.addEventListener("abort", abort);
  try {
    return await wait();
  } finally {
    signal?.removeEventListener("abort", abort);
  }
}

function append(
  actor: Actor,
  items: Items,
  pipeline: AsyncIterable<number>,
  stage: Stage,
): AsyncIterable<number> {
  if (stage[0] === "filter") {
    return filter(pipeline, (item) => item % 2 === 0);
  }
  if (stage[0] === "take") {
    return take(pipeline, stage[1]);
  }
  const [, sleepMs, failOn, error] = stage;
  return map(pipeline, (item) =>
    items.use(async () => {
      await actor.run([["sleep", sleepMs]]);
      if (item === failOn) {
        throw new ProgramError(error);
      }
      return 3 * item + 1;
    }),
  );
}
