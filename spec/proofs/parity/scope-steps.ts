import {
  asCompleted,
  AsyncExitStack,
  asyncWith,
  TaskGroup,
  timeout,
  TimeoutError,
  wait,
} from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import { makeManager } from "./contexts.ts";
import { Expired, latest, nameOf } from "./errors.ts";
import { heeding } from "./iterations.ts";
import type { Block, TaskId } from "./program.ts";
import { otherActor } from "./task-steps.ts";

/** Steps that have to do with task groups, time limits, several tasks, and exit stacks. */
export const scopeSteps: Steps<
  "group" | "start" | "timeout" | "wait" | "completed" | "stack"
> = {
  async group(actor, [, block]) {
    const { group: outer, signal } = actor;
    const group = new TaskGroup({ signal });
    const isReturn = await noted(actor, "group", () =>
      asyncWith(group, async () => {
        actor.group = group;
        try {
          const isReturn = await actor.within(group.signal, block);
          signal?.throwIfAborted();
          return isReturn;
        } finally {
          actor.waitsFor = "group";
        }
      }),
    ).finally(() => {
      actor.waitsFor = undefined;
      actor.group = outer;
    });
    return isReturn;
  },

  async start(actor, [, id, body]) {
    const { group, shared } = actor;
    if (group === undefined) {
      actor.note(`start t${id} none`);
    } else if (shared.actors.has(id)) {
      actor.note(`start t${id} twice`);
    } else {
      actor.attempt(`start t${id}`, () => {
        shared.spawn(id, body, actor, group);
        return "";
      });
    }
    return false;
  },

  timeout(actor, [, ms, block]) {
    const { signal } = actor;
    let inner: AbortSignal | undefined;
    return noted(actor, `timeout ${ms}`, async () => {
      try {
        return await timeout(ms, (own) => actor.within((inner = own), block), {
          signal,
        });
      } catch (error) {
        const isOwn =
          error instanceof TimeoutError &&
          error === inner?.reason &&
          error !== signal?.reason;
        throw isOwn ? new Expired() : error;
      }
    });
  },

  async wait(actor, [, ids, until, ms]) {
    const others = othersOf(actor, ids);
    const namesOf = (tasks: ReadonlySet<unknown>): string =>
      others
        .filter(({ task }) => tasks.has(task))
        .map(({ name }) => name)
        .join();
    try {
      await actor.waitHeeding(
        `wait ${others.map(({ name }) => name).join()}`,
        (options) =>
          wait(
            others.map(({ task }) => task!),
            { ...options, until, ...(ms === 9 ? {} : { ms }) },
          ),
        ({ done, pending }) => ` =${namesOf(done)} left ${namesOf(pending)}`,
      );
    } catch (error) {
      if (!(error instanceof RangeError)) {
        throw error;
      }
    }
    return false;
  },

  async completed(actor, [, ids, leaveAfter, block]) {
    const others = othersOf(actor, ids);
    const firstDone = others.find(({ task }) => task!.done);
    const given = others.filter(
      (other) => !other.task!.done || other === firstDone,
    );
    const controller = new AbortController();
    const items = asCompleted(
      given.map(({ task }) => task!),
      controller,
    );
    const what = `completed ${given.map(({ name }) => name).join()}`;
    for (let count = 1; ; count++) {
      const { done } = await actor.waitHeeding(
        what,
        ({ signal }) => heeding(signal, controller, () => items.next()),
        ({ done, value }) =>
          done === true
            ? " ends"
            : ` =${given.find(({ task }) => task === value.task)!.name}`,
      );
      if (done === true) {
        return false;
      }
      if (await actor.run(block)) {
        return true;
      }
      if (count === leaveAfter) {
        actor.note("leaves");
        await items.return();
        return false;
      }
    }
  },

  async stack(actor, [, exits, moves, block]) {
    let moved: AsyncExitStack | undefined;
    const use = async (stack: AsyncExitStack): Promise<boolean> => {
      await fill(actor, stack, exits);
      const isReturn = await actor.run(block);
      moved = moves === 1 ? stack.move() : undefined;
      return isReturn;
    };
    const isReturn = await noted(actor, "stack", () =>
      asyncWith(new AsyncExitStack(), use),
    );
    if (moved !== undefined) {
      actor.note("moved");
      const whole = moved;
      await noted(actor, "stack", () => asyncWith(whole, () => false));
    }
    return isReturn;
  },
};

async function fill(
  actor: Actor,
  stack: AsyncExitStack,
  exits: readonly (readonly [Block] | Parameters<typeof makeManager>[1])[],
): Promise<void> {
  for (const exit of exits) {
    if (exit.length === 1) {
      stack.defer(() => actor.run(exit[0]));
    } else {
      await stack.enter(makeManager(actor, exit));
    }
  }
}

/** Notes how something ends that steps stand in. Of two errors, the later one goes on. */
async function noted(
  actor: Actor,
  what: string,
  act: () => Promise<boolean | undefined>,
): Promise<boolean> {
  try {
    const isReturn = await act();
    actor.note(isReturn === undefined ? `${what} suppressed` : `${what} ends`);
    return isReturn ?? false;
  } catch (error) {
    const later = latest(error);
    actor.note(`${what} !${nameOf(later)}`);
    throw later;
  }
}

/** The actors of those numbers, once each, without those that do not exist yet and the actor itself. */
function othersOf(actor: Actor, ids: readonly TaskId[]): readonly Actor[] {
  return [...new Set(ids)].flatMap((id) => otherActor(actor, id) ?? []);
}
