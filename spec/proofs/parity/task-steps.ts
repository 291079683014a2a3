import { abortable, gather, type Task } from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import type { Gathered, TaskId } from "./program.ts";

/** Steps that have to do with tasks. */
export const taskSteps: Steps<
  "look" | "cancel" | "await" | "gather" | "spawn"
> = {
  async look(actor, [, id]) {
    const task = otherTask(actor, id);
    actor.note(`look t${id} ${task === undefined ? "none" : stateOf(task)}`);
    return false;
  },

  async cancel(actor, [, id]) {
    const other = otherActor(actor, id);
    const task = other?.task;
    if (other === undefined || task === undefined) {
      actor.note(`cancel t${id} none`);
    } else if (other.canBeCancelled) {
      actor.note(`cancel t${id} ${task.cancel()}`);
    } else {
      actor.note(`cancel t${id} not now`);
    }
    return false;
  },

  async await(actor, [, id]) {
    const target = actor.shared.actors.get(id);
    const task = target?.task;
    if (task === undefined || (target === actor && actor.closes > 0)) {
      actor.note(`await t${id} none`);
    } else {
      await actor.waitHeeding(
        `await t${id}`,
        ({ signal }): PromiseLike<TaskId> =>
          signal === undefined || target === actor
            ? task
            : awaitHeeding(task, signal),
        (result) => ` =${result}`,
      );
    }
    return false;
  },

  async gather(actor, [, ids]) {
    const parts = partsOf(actor, ids);
    await actor.waitHeeding(
      `gather ${namesOf(parts)}`,
      (options) =>
        gather(
          parts.map((part) => part.begin()),
          options,
        ),
      (results) => ` =${results.join()}`,
    );
    return false;
  },

  async spawn(actor, [, id, body]) {
    if (actor.shared.actors.has(id)) {
      actor.note(`spawn t${id} twice`);
    } else {
      actor.note(`spawn t${id}`);
      actor.shared.spawn(id, body, actor);
    }
    return false;
  },
};

/** As `abortable`, but an abort wins also behind the end of the task, before who waits has its turn; see program.ts. */
async function awaitHeeding(
  task: Task<TaskId>,
  signal: AbortSignal,
): Promise<TaskId> {
  try {
    return await abortable(task, signal);
  } finally {
    signal.throwIfAborted();
  }
}

/** The actor of that number, unless it does not exist yet or is the actor itself. */
export function otherActor(actor: Actor, id: TaskId): Actor | undefined {
  const other = actor.shared.actors.get(id);
  return other === actor ? undefined : other;
}

/** A task to be gathered, or several that are gathered by themselves. */
interface Part {
  readonly name: string;
  begin(): PromiseLike<unknown>;
}

function partsOf(actor: Actor, ids: Gathered): readonly Part[] {
  return ids.flatMap((id): readonly Part[] => {
    if (typeof id === "number") {
      const { name, task } = otherActor(actor, id) ?? {};
      return name && task ? [{ name, begin: () => task }] : [];
    }
    const parts = partsOf(actor, id);
    return parts.length > 0
      ? [
          {
            name: `(${namesOf(parts)})`,
            begin: () => gather(parts.map((part) => part.begin())),
          },
        ]
      : parts;
  });
}

function namesOf(parts: readonly Part[]): string {
  return parts.map(({ name }) => name).join();
}

/** The task of that number, unless it does not exist yet or is the actor's own. */
function otherTask(actor: Actor, id: TaskId): Task<TaskId> | undefined {
  return otherActor(actor, id)?.task;
}

/** What its flags say of a task. */
export function stateOf(task: Task<TaskId>): string {
  if (task.cancelled) {
    return task.done ? "cancelled" : "cancelled, but not done";
  }
  return task.done ? "done" : "not done";
}
