import { gather, type Task } from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import type { TaskId } from "./program.ts";

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
    const task = otherTask(actor, id);
    if (task === undefined) {
      actor.note(`cancel t${id} none`);
    } else if (actor.shared.actors.get(id)?.canBeCancelled) {
      actor.note(`cancel t${id} ${task.cancel()}`);
    } else {
      actor.note(`cancel t${id} not now`);
    }
    return false;
  },

  async await(actor, [, id]) {
    const task = otherTask(actor, id);
    if (task === undefined) {
      actor.note(`await t${id} none`);
    } else {
      await actor.wait(
        `await t${id}`,
        () => task,
        (result) => ` =${result}`,
      );
    }
    return false;
  },

  async gather(actor, [, ids]) {
    const tasks = ids
      .map((id) => otherTask(actor, id))
      .filter((task) => task !== undefined);
    await actor.wait(
      `gather ${tasks.map(({ name }) => name).join()}`,
      () => gather(...tasks),
      (results) => ` =${results.join()}`,
    );
    return false;
  },

  async spawn(actor, [, id, body]) {
    if (actor.shared.actors.has(id)) {
      actor.note(`spawn t${id} twice`);
    } else {
      actor.note(`spawn t${id}`);
      actor.shared.spawn(id, body);
    }
    return false;
  },
};

/** The task of that number, unless it does not exist yet or is the actor's own. */
function otherTask(actor: Actor, id: TaskId): Task<TaskId> | undefined {
  const other = actor.shared.actors.get(id);
  return other === actor ? undefined : other?.task;
}

/** What its flags say of a task. */
export function stateOf(task: Task<TaskId>): string {
  if (task.cancelled) {
    return task.done ? "cancelled" : "cancelled, but not done";
  }
  return task.done ? "done" : "not done";
}
