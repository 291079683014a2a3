import type { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import type { Item, Operation } from "./programs.ts";

/** A wait that is not over yet. */
interface Pending {
  readonly what: "put" | "get" | "join";
  readonly controller: AbortController;
}

/** What happened in the queue. */
export type Event =
  | { readonly what: "in" | "out"; readonly item: Item }
  | { readonly what: "done" | "done too often" | "thrown away" }
  /** A put or get gave up, though nobody had aborted it or shut the queue down. */
  | { readonly what: "gave up" };

/**
 * Does operations on a real queue.
 *
 * Whatever happens in the queue is written down one microtask after it, so the order of events is that of happening.
 */
export class Player {
  readonly queue: AsyncQueue<Item>;
  readonly events: Event[] = [];
  /** What became of each operation, under its number. */
  readonly log: string[] = [];
  /** In the order in which they began. */
  pending: Pending[] = [];
  isShutDown = false;
  #ids = 0;

  constructor(queue: AsyncQueue<Item>) {
    this.queue = queue;
  }

  play(operation: Operation): void {
    const { queue } = this;
    const id = ++this.#ids;
    switch (operation.do) {
      case "put": {
        const item = { id, priority: operation.priority };
        this.#wait(id, "put", async (signal) => {
          await queue.put(item, { signal });
          return this.#note("in", item);
        });
        break;
      }
      case "putNowait": {
        const item = { id, priority: operation.priority };
        this.#now(
          id,
          () => queue.putNowait(item),
          () => this.#note("in", item),
        );
        break;
      }
      case "get":
        this.#wait(id, "get", async (signal) =>
          this.#note("out", await queue.get({ signal })),
        );
        break;
      case "getNowait":
        this.#now(
          id,
          () => queue.getNowait(),
          (item) => this.#note("out", item),
        );
        break;
      case "join":
        this.#wait(id, "join", async (signal) => {
          await queue.join({ signal });
          return "joined";
        });
        break;
      case "taskDone":
        this.#now(
          id,
          () => queue.taskDone(),
          () => this.#note("done"),
        );
        break;
      case "abort":
        this.pending[operation.which]?.controller.abort("aborted");
        break;
      case "shutdown":
        this.isShutDown = true;
        queue.shutdown(operation);
        if (operation.immediate) {
          queueMicrotask(() => this.#note("thrown away"));
        }
        break;
      case "turn":
      case "rest":
        break;
    }
  }

  abortAll(): void {
    this.pending.forEach(({ controller }) => controller.abort("aborted"));
  }

  #note(what: Event["what"], item?: Item): string {
    this.events.push({ what, item } as Event);
    return item === undefined ? what : `${what}: ${item.id}`;
  }

  #wait(
    id: number,
    what: Pending["what"],
    run: (signal: AbortSignal) => Promise<string>,
  ): void {
    const wait = { what, controller: new AbortController() };
    this.pending.push(wait);
    const over = (text: string): void => {
      this.pending = this.pending.filter((other) => other !== wait);
      this.log.push(`${id} ${text}`);
    };
    const failed = (error: unknown): void => {
      if (error === "aborted") {
        over(error);
      } else {
        const { name } = error as Error;
        over(name === "QueueShutDownError" ? name : this.#note("gave up"));
      }
    };
    void run(wait.controller.signal).then(over, failed);
  }

  #now<T>(id: number, run: () => T, then: (value: T) => string): void {
    const ending = new Promise<T>((resolve) => resolve(run()));
    const failed = ({ name }: Error): string =>
      name === "RangeError" ? this.#note("done too often") : name;
    const over = (text: string): void => {
      this.log.push(`${id} ${text}`);
    };
    void ending.then(then, failed).then(over);
  }
}
