import type { Observer, Turn } from "../patterns/internal/host.ts";

/** A suspended piece of code. */
interface Blocked {
  readonly who: string;
  readonly what: string;
  readonly since: number;
}

/** Keeps account of who waits for what, to name the culprits of a deadlock. */
export class WaitLog implements Observer {
  readonly #now: () => number;
  readonly #waits = new Map<Turn, Blocked>();
  readonly #names = new Map<object, string>();
  #current = "main";

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Who waits, in the order in which they began to. */
  get blocked(): readonly Blocked[] {
    return [...this.#waits.values()];
  }

  taskCreated(task: object, name: string): void {
    this.#names.set(task, name);
  }

  taskStarted(task: object): void {
    this.#current = this.#names.get(task) ?? "main";
  }

  taskEnded(): void {}

  waitBegan(wait: Turn, what: string, on: object | undefined): void {
    const name = on === undefined ? undefined : this.#names.get(on);
    this.#waits.set(wait, {
      who: this.#current,
      what: name === undefined ? what : `the task ${name}`,
      since: this.#now(),
    });
  }

  waitWoken(): void {}

  waitEnded(wait: Turn): void {
    this.#current = this.#waits.get(wait)?.who ?? "main";
    this.#waits.delete(wait);
  }

  itemPut(): void {}
  itemTaken(): void {}
  contextEntered(): void {}
  contextExited(): void {}
}
