import { expect } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { Player } from "./player.ts";
import type { Item, Kind, Operation } from "./programs.ts";

/** Does one operation after another, each only once everything before has come to rest, in a queue and in the model. */
export async function atRest(
  kind: Kind,
  maxsize: number,
  operations: readonly Operation[],
): Promise<void> {
  const player = new Player(kind.create(maxsize));
  const model = new Model(kind, maxsize);
  for (const operation of operations) {
    player.play(operation);
    await sleep(1);
    model.play(operation);
    const { size, empty, full } = player.queue;
    expect([player.log.splice(0), size, empty, full]).toEqual([
      model.log.splice(0),
      model.items.length,
      model.items.length === 0,
      model.isFull,
    ]);
  }
  player.abortAll();
}

interface Waiting {
  readonly kind: "put" | "get" | "join";
  readonly id: number;
  readonly item?: Item;
}

/** A queue in which nobody is ever between being woken and resuming: items and those who wait are plain arrays. */
class Model {
  readonly items: Item[] = [];
  readonly log: string[] = [];
  readonly #kind: Kind;
  readonly #maxsize: number;
  #waiting: Waiting[] = [];
  #unfinished = 0;
  #isShutDown = false;
  #ids = 0;

  constructor(kind: Kind, maxsize: number) {
    this.#kind = kind;
    this.#maxsize = maxsize;
  }

  get isFull(): boolean {
    return this.#maxsize > 0 && this.items.length >= this.#maxsize;
  }

  play(operation: Operation): void {
    const id = ++this.#ids;
    switch (operation.do) {
      case "put":
      case "putNowait":
        this.#put(operation.do, { id, priority: operation.priority });
        break;
      case "get":
      case "getNowait":
        this.#get(operation.do, id);
        break;
      case "taskDone":
        this.#taskDone(id);
        break;
      case "join":
        this.#join(id);
        break;
      case "abort":
        this.#abort(operation.which);
        break;
      case "shutdown":
        this.#shutDown(operation.immediate);
        break;
      case "turn":
      case "rest":
        break;
    }
  }

  #put(act: "put" | "putNowait", item: Item): void {
    if (this.#isShutDown) {
      this.log.push(`${item.id} QueueShutDownError`);
    } else if (!this.isFull) {
      this.#enter(item);
    } else if (act === "put") {
      this.#waiting.push({ kind: "put", id: item.id, item });
    } else {
      this.log.push(`${item.id} QueueFullError`);
    }
  }

  #enter(item: Item): void {
    this.items.push(item);
    this.#unfinished++;
    this.log.push(`${item.id} in: ${item.id}`);
    const getter = this.#wake("get");
    if (getter !== undefined) {
      this.#leave(getter.id);
    }
  }

  #get(act: "get" | "getNowait", id: number): void {
    if (this.items.length > 0) {
      this.#leave(id);
    } else if (this.#isShutDown) {
      this.log.push(`${id} QueueShutDownError`);
    } else if (act === "get") {
      this.#waiting.push({ kind: "get", id });
    } else {
      this.log.push(`${id} QueueEmptyError`);
    }
  }

  #leave(id: number): void {
    const [item] = this.items.splice(this.#kind.next(this.items), 1);
    this.log.push(`${id} out: ${item?.id}`);
    const putter = this.#wake("put");
    if (putter?.item !== undefined) {
      this.#enter(putter.item);
    }
  }

  #taskDone(id: number): void {
    if (this.#unfinished === 0) {
      this.log.push(`${id} done too often`);
    } else {
      this.log.push(`${id} done`);
      this.#finish(1);
    }
  }

  #join(id: number): void {
    if (this.#unfinished === 0) {
      this.log.push(`${id} joined`);
    } else {
      this.#waiting.push({ kind: "join", id });
    }
  }

  #abort(which: number): void {
    const [aborted] = this.#waiting.splice(which, 1);
    if (aborted !== undefined) {
      this.log.push(`${aborted.id} aborted`);
    }
  }

  #shutDown(isImmediate: boolean): void {
    this.#isShutDown = true;
    if (isImmediate) {
      this.#finish(this.items.splice(0).length);
    }
    for (const kind of ["get", "put"] as const) {
      this.#wakeAll(kind, "QueueShutDownError");
    }
  }

  #finish(count: number): void {
    this.#unfinished = Math.max(0, this.#unfinished - count);
    if (this.#unfinished === 0) {
      this.#wakeAll("join", "joined");
    }
  }

  #wakeAll(kind: Waiting["kind"], text: string): void {
    for (let next = this.#wake(kind); next; next = this.#wake(kind)) {
      this.log.push(`${next.id} ${text}`);
    }
  }

  #wake(kind: Waiting["kind"]): Waiting | undefined {
    const next = this.#waiting.find((waiting) => waiting.kind === kind);
    this.#waiting = this.#waiting.filter((waiting) => waiting !== next);
    return next;
  }
}
