import { on, once } from "node:events";
import {
  scheduler,
  setImmediate as yieldNow,
  setInterval as rounds,
  setTimeout as sleep,
} from "node:timers/promises";
import type { Player } from "../player.ts";
import type { Id, WaitingOp } from "../program.ts";
import { shown } from "../shown.ts";
import type { WaitingSteps } from "./taking.ts";

/** Steps that an async function waits for. */
export const waitingSteps: WaitingSteps<WaitingOp[0]> = {
  async await(player, [, id]) {
    player.note(`awaited ${id}: ${shown(await player.promises.get(id))}`);
  },

  async turns(_, [, count]) {
    for (let turn = 0; turn < count; turn++) {
      await Promise.resolve();
    }
  },

  nap: (_, [, ms]) => new Promise((resolve) => setTimeout(resolve, ms)),

  async sleep(player, [, ms, signal]) {
    player.note(await sleep(ms, `slept ${ms}`, options(player, signal)));
  },

  async yield(player, [, signal]) {
    player.note(await yieldNow("yielded", options(player, signal)));
  },

  async rounds(player, [, ms, count, signal, block]) {
    const given = options(player, signal);
    await player.each(
      rounds(ms, `round of ${ms}`, given)[Symbol.asyncIterator](),
      count,
      block,
    );
  },

  wait: (player, [, ms, signal]) => scheduler.wait(ms, options(player, signal)),

  pause: () => scheduler.yield(),

  async try(player, [, block, handler]) {
    try {
      await player.runAsync(block);
    } catch (error) {
      player.note(`caught ${shown(error)}`);
      await player.runAsync(handler);
    }
  },

  async finally(player, [, block, closing]) {
    try {
      await player.runAsync(block);
    } finally {
      await player.runAsync(closing);
    }
  },

  async loop(player, [, before, closing, count, block]) {
    await player.each(player.generate(before, closing), count, block);
  },

  async awaitEvent(player, [, id, signal]) {
    const given = options(player, signal);
    const [value] = await once(player.emitter(id), "event", given);
    player.note(`event of ${id}: ${value}`);
  },

  async eachEvent(player, [, id, count, signal, block]) {
    const given = options(player, signal);
    await player.each(on(player.emitter(id), "event", given), count, block);
  },

  async awaitDispatch(player, [, id, signal]) {
    await once(player.target(id), "event", options(player, signal));
    player.note(`event of target ${id}`);
  },

  async readStream(player, [, id, count, block]) {
    const stream = player.streams.get(id);
    if (stream !== undefined) {
      await player.each(stream[Symbol.asyncIterator](), count, block);
    }
  },
};

/** Node refuses a signal that is there and undefined in some places. */
function options(player: Player, id: Id): { signal?: AbortSignal } {
  const signal = player.signal(id);
  return signal === undefined ? {} : { signal };
}
