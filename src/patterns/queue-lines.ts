import type { AsyncQueue } from "./async-queue.ts";
import { WaitLine } from "../core/wait-line.ts";

/** Those who wait at a queue to put or to get. */
abstract class UserLine<Result, Item, Given> extends WaitLine<
  Result,
  Given,
  AsyncQueue<Item>
> {
  /** The queue is shut down: nobody has to wait any more. */
  isClosed = false;
}

/** Those who wait to get an item. */
export class Getters<Item> extends UserLine<Item, Item, undefined> {
  readonly what = "AsyncQueue.get";

  mustWait(): boolean {
    return this.on.empty && !this.isClosed;
  }

  act(): Item {
    return this.on.getNowait();
  }
}

/** Those who wait to put an item. */
export class Putters<Item> extends UserLine<void, Item, Item> {
  readonly what = "AsyncQueue.put";

  mustWait(): boolean {
    return this.on.full && !this.isClosed;
  }

  act(item: Item): void {
    this.on.putNowait(item);
  }
}

/** Those who wait until the work on all items is finished. */
export class Joiners extends WaitLine<void> {
  readonly what = "AsyncQueue.join";
  /** On how many items the work is not. */
  unfinished = 0;

  // Stryker disable next-line BlockStatement: undefined would do as well
  mustWait(): boolean {
    return false;
  }

  act(): void {}

  finish(count: number): void {
    this.unfinished = Math.max(0, this.unfinished - count);
    if (this.unfinished === 0) {
      this.wakeAll();
    }
  }
}
