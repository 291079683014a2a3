import type { Player } from "../player.ts";
import { ProgramError, shown } from "../shown.ts";
import type { Block, Id } from "../program.ts";
import type { PlainSteps } from "./taking.ts";

/** Promises: made, settled, followed and combined. */
export const promiseSteps: PlainSteps<
  | "call"
  | "deferred"
  | "resolve"
  | "follow"
  | "reject"
  | "andThen"
  | "catch"
  | "lastly"
  | "combine"
> = {
  call: (player, [, id, block]) => {
    const promise = player.callback(block)();
    if (promise instanceof Promise) {
      player.promises.set(id, promise);
    }
  },

  deferred: (player, [, id]) => {
    const promise = new Promise<unknown>((resolve, reject) => {
      player.settlers.set(id, { resolve, reject });
    });
    player.promises.set(id, promise);
  },

  resolve: (player, [, id, value]) => player.settlers.get(id)?.resolve(value),

  follow: (player, [, id, other]) =>
    player.settlers.get(id)?.resolve(player.promises.get(other)),

  reject: (player, [, id, error]) =>
    player.settlers.get(id)?.reject(new ProgramError(error)),

  andThen: (player, [, id, of, block]) =>
    derive(player, id, of, (promise) => {
      const run = player.callback(block);
      return promise.then((value) => {
        player.note(`promise ${of}: ${shown(value)}`);
        return run();
      });
    }),

  catch: (player, [, id, of, block]) =>
    derive(player, id, of, (promise) => caught(player, of, promise, block)),

  lastly: (player, [, id, of, block]) =>
    derive(player, id, of, (promise) =>
      promise.finally(player.callback(block)),
    ),

  combine: (player, [, id, how, ids]) => {
    const parts = ids.map((each) => player.promises.get(each));
    const combine = Promise[how] as (of: unknown[]) => Promise<unknown>;
    player.promises.set(id, combine.call(Promise, parts));
  },
};

function derive(
  player: Player,
  id: Id,
  of: Id,
  make: (promise: Promise<unknown>) => Promise<unknown>,
): void {
  const promise = player.promises.get(of);
  if (promise !== undefined) {
    player.promises.set(id, make(promise));
  }
}

function caught(
  player: Player,
  of: Id,
  promise: Promise<unknown>,
  block: Block,
): Promise<unknown> {
  const run = player.callback(block);
  return promise.catch((error: unknown) => {
    player.note(`promise ${of} failed: ${shown(error)}`);
    return run();
  });
}
