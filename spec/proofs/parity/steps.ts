import { CancelledError, nextTurn, sleep } from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import { contextSteps } from "./contexts.ts";
import { isCancellation, nameOf, ProgramError } from "./errors.ts";
import { iterationSteps } from "./iterations.ts";
import type { Op } from "./program.ts";
import { queueSteps } from "./queue-steps.ts";
import { scopeSteps } from "./scope-steps.ts";
import { taskSteps } from "./task-steps.ts";
import { thingSteps } from "./thing-steps.ts";
import { variable } from "./variable.ts";

/** Takes one step. @returns true if it is a return, or was ended by one */
export function step<Name extends Op[0]>(
  actor: Actor,
  op: Extract<Op, readonly [Name, ...unknown[]]>,
): Promise<boolean> {
  const [name] = op;
  return (steps as Steps<Name>)[name](actor, op);
}

const steps: Steps<Op[0]> = {
  ...queueSteps,
  ...taskSteps,
  ...contextSteps,
  ...iterationSteps,
  ...thingSteps,
  ...scopeSteps,

  async sleep(actor, [, ms]) {
    await actor.waitHeeding(`sleep ${ms}`, (options) => sleep(ms, options));
    return false;
  },

  async turn(actor) {
    await actor.waitHeeding("turn", ({ signal }) =>
      signal === undefined ? nextTurn() : sleep(0, { signal }),
    );
    return false;
  },

  async raise(_, [, number]) {
    throw number === 0 ? new CancelledError() : new ProgramError(number);
  },

  async return() {
    return true;
  },

  async repeat(actor, [, times, block]) {
    for (let round = 0; round < times; round++) {
      if (await actor.run(block)) {
        return true;
      }
    }
    return false;
  },

  as: (actor, [, value, block]) => variable.run(value, () => actor.run(block)),

  async try(actor, [, catching, block, handler]) {
    try {
      return await actor.run(block);
    } catch (error) {
      if (
        catching === "finally" ||
        (catching === "errors" && isCancellation(error))
      ) {
        throw error;
      }
      actor.note(`caught ${nameOf(error)}`);
      return await actor.run(handler);
    } finally {
      if (catching === "finally") {
        actor.note("finally");
        await actor.run(handler);
      }
    }
  },
};
