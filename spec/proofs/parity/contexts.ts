import {
  asyncContextManager,
  asyncWith,
  type AsyncContextManager,
} from "../../../src/index.ts";
import type { Actor, Steps } from "./actor.ts";
import { areBoth, isCancellation, nameOf } from "./errors.ts";
import type { Block, GeneratorManager, Manager } from "./program.ts";

/** Steps that stand in a context. */
export const contextSteps: Steps<"with" | "genWith"> = {
  with: (actor, [, manager, block]) =>
    takeWith(actor, makeManager(actor, manager), block),
  genWith: (actor, [, manager, block]) =>
    takeWith(actor, makeGeneratorManager(actor, manager), block),
};

export function makeManager(
  actor: Actor,
  [enter, exit, verdict]: Manager,
): AsyncContextManager<void> {
  return {
    async enter() {
      await actor.run(enter);
      actor.note("entered");
    },
    async exit(...threw) {
      const [error] = threw;
      actor.note(threw.length === 0 ? "exit" : `exit ${nameOf(error)}`);
      await actor.run(exit);
      if (verdict === "rethrow" && threw.length > 0) {
        throw error;
      }
      return (
        verdict === "suppress" ||
        (verdict === "errors" && !isCancellation(error))
      );
    },
  };
}

function makeGeneratorManager(
  actor: Actor,
  [before, after, shape]: GeneratorManager,
): AsyncContextManager<void> {
  const make = asyncContextManager(async function* () {
    if ((await actor.run(before)) || shape === "never") {
      return;
    }
    if (shape === "plain") {
      yield;
      await actor.run(after);
    } else if (shape === "finally") {
      try {
        yield;
      } finally {
        actor.note("closing");
        await actor.run(after);
      }
    } else {
      try {
        yield;
      } catch (error) {
        actor.note(`thrown in ${nameOf(error)}`);
        await actor.run(after);
        if (shape === "rethrow") {
          throw error;
        }
      }
      if (shape === "twice") {
        yield* yieldAgain(actor, after);
      }
    }
  });
  return make();
}

async function* yieldAgain(
  actor: Actor,
  after: Block,
): AsyncGenerator<undefined, void, undefined> {
  try {
    yield;
  } finally {
    actor.note("closing");
    await actor.runClosing(after);
  }
}

async function takeWith(
  actor: Actor,
  manager: AsyncContextManager<void>,
  block: Block,
): Promise<boolean> {
  try {
    const ended = await asyncWith(manager, async () => ({
      byReturn: await actor.run(block),
    }));
    actor.note(ended === undefined ? "with suppressed" : "with ends");
    return ended?.byReturn ?? false;
  } catch (error) {
    if (areBoth(error)) {
      const { error: later, suppressed } = error;
      const areCancellations =
        isCancellation(later) && isCancellation(suppressed);
      const over = areCancellations ? "" : ` over ${nameOf(suppressed)}`;
      actor.note(`with !${nameOf(later)}${over}`);
      throw later;
    }
    actor.note(`with !${nameOf(error)}`);
    throw error;
  }
}
