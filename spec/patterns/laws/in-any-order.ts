import { expect } from "vitest";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { Player, type Event } from "./player.ts";
import type { Item, Kind, Operation } from "./programs.ts";

/** Does operations with or without turns between them, and holds what happened against an array of items. */
export async function inAnyOrder(
  kind: Kind,
  maxsize: number,
  operations: readonly Operation[],
): Promise<void> {
  const player = new Player(kind.create(maxsize));
  const model = new Model(kind, maxsize);
  const checkAtRest = async (): Promise<void> => {
    await sleep(1);
    player.events.splice(0).forEach((event) => model.replay(event));
    expect(model.complaints).toEqual([]);
    expect(player.queue.size).toBe(model.items.length);
    expect(waitingInVain(player, model.unfinished)).toEqual([]);
  };
  for (const operation of operations) {
    player.play(operation);
    if (operation.do === "turn") {
      await nextTurn();
    } else if (operation.do === "rest") {
      await checkAtRest();
    }
  }
  await checkAtRest();
  player.abortAll();
  await checkAtRest();
  expect(player.pending).toEqual([]);
}

/** An array of items and a number: enough to say whether an event may happen. */
class Model {
  readonly items: Item[] = [];
  unfinished = 0;
  /** What happened that may not happen. */
  readonly complaints: string[] = [];
  readonly #kind: Kind;
  readonly #most: number;

  constructor(kind: Kind, maxsize: number) {
    this.#kind = kind;
    this.#most = maxsize === 0 ? Infinity : maxsize;
  }

  replay(event: Event): void {
    if (!this.#mayHappen(event)) {
      this.complaints.push(event.what);
    }
  }

  #mayHappen(event: Event): boolean {
    switch (event.what) {
      case "in":
        this.unfinished++;
        return this.items.push(event.item) <= this.#most;
      case "out": {
        const [next] = this.items.splice(this.#kind.next(this.items), 1);
        return event.item === next;
      }
      case "done":
        return this.unfinished-- > 0;
      case "done too often":
        return this.unfinished === 0;
      case "gave up":
        return false;
      case "thrown away": {
        const left = this.unfinished - this.items.splice(0).length;
        this.unfinished = Math.max(0, left);
      }
    }
    return true;
  }
}

/** Whoever still waits, now that everything has come to rest, though it need not. */
function waitingInVain(
  { queue, pending, isShutDown }: Player,
  unfinished: number,
): string[] {
  const canGoOn = {
    get: !queue.empty || isShutDown,
    put: !queue.full || isShutDown,
    join: unfinished === 0,
  };
  return pending.map(({ what }) => what).filter((what) => canGoOn[what]);
}
