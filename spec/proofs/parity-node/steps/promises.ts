import { callbackify } from "node:util";
import type { Player } from "../player.ts";
import type { Block, Id, PlainOp } from "../program.ts";
import { odd, ProgramError, shown } from "../shown.ts";
import type { PlainSteps } from "./taking.ts";

/** Promises: made, settled, followed and combined. */
export const promiseSteps: PlainSteps<
  | "call"
  | "deferred"
  | "resolve"
  | "follow"
  | "reject"
  | "rejectOdd"
  | "thenable"
  | "subclass"
  | "callBack"
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

  rejectOdd: (player, [, id, what]) =>
    player.settlers.get(id)?.reject(odd(what)),

  thenable: (player, [, id, how, value]) =>
    player.promises.set(id, Promise.resolve(thenableOf(how, value))),

  subclass: (player, [, id, of]) =>
    player.promises.set(id, Followed.resolve(player.promises.get(of))),

  callBack: (player, [, id]) => {
    const ask = callbackify(async () => player.promises.get(id));
    ask((error, value) =>
      player.note(`called back ${id}: ${shown(error)}, ${shown(value)}`),
    );
  },

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

class Followed<T> extends Promise<T> {}

function thenableOf(
  how: Extract<PlainOp, readonly ["thenable", ...unknown[]]>[2],
  value: number,
): PromiseLike<number> {
  const then = (
    resolve: (value: number) => void,
    reject: (error: unknown) => void,
  ): void => {
    if (how === "later") {
      setTimeout(resolve, value, value);
      return;
    }
    if (how === "fails") {
      reject(new ProgramError(value));
    }
    if (how === "throws") {
      throw new ProgramError(value);
    }
    resolve(value);
    if (how === "twice") {
      process.nextTick(reject, new ProgramError(value));
    }
  };
  // oxlint-disable-next-line unicorn/no-thenable -- such a one is the question
  return { then } as PromiseLike<number>;
}
