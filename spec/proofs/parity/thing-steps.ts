import type {
  AsyncEvent,
  Barrier,
  Condition,
  Lock,
  Semaphore,
} from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import type { ThingId } from "./program.ts";
import { stateOf, type Made } from "./things.ts";

type Lockable = Lock | Semaphore | Condition;

/** Steps that have to do with locks, events and the like. */
export const thingSteps: Steps<
  "hold" | "acquire" | "release" | "set" | "notify" | "break" | "waitAt"
> = {
  async hold(actor, [, id, block]) {
    await acquire(actor, id);
    try {
      return await actor.run(block);
    } finally {
      release(actor, id);
    }
  },

  async acquire(actor, [, id]) {
    await acquire(actor, id);
    return false;
  },

  async release(actor, [, id]) {
    release(actor, id);
    return false;
  },

  async set(actor, [, id, value]) {
    const event = thingOf(actor, id) as AsyncEvent;
    if (value === 1) {
      event.set();
    } else {
      event.clear();
    }
    actor.note(`set s${id} ${value}`);
    return false;
  },

  async notify(actor, [, id, count]) {
    const condition = thingOf(actor, id) as Condition;
    actor.attempt(`notify s${id} ${count}`, () => {
      if (count === 9) {
        condition.notifyAll();
      } else {
        condition.notify(count);
      }
      return "";
    });
    return false;
  },

  async break(actor, [, id, how]) {
    const barrier = thingOf(actor, id) as Barrier;
    if (how === 1) {
      barrier.abort();
    } else {
      barrier.reset();
    }
    actor.note(`break s${id} ${how} ${stateOf(barrier)}`);
    return false;
  },

  async waitAt(actor, [, id]) {
    const thing = thingOf(actor, id) as AsyncEvent | Condition | Barrier;
    await actor.waitHeeding(
      `waitAt s${id}`,
      (options): Promise<number | void> => thing.wait(options),
      (place) => ` ${place ?? ""}${stateOf(thing)}`,
    );
    return false;
  },
};

function thingOf({ shared }: Actor, id: ThingId): Made {
  return shared.things[id]!;
}

async function acquire(actor: Actor, id: ThingId): Promise<void> {
  const thing = thingOf(actor, id) as Lockable;
  await actor.waitHeeding(
    `acquire s${id}`,
    (options) => thing.acquire(options),
    () => ` ${stateOf(thing)}`,
  );
}

function release(actor: Actor, id: ThingId): void {
  const thing = thingOf(actor, id) as Lockable;
  actor.attempt(`release s${id}`, () => {
    thing.release();
    return ` ${stateOf(thing)}`;
  });
}
