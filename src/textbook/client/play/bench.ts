import type { Order, Told } from "./messages.ts";

/** A program that gives nothing back for so long is stopped. */
const PATIENCE_MS = 1_500;

declare global {
  /** What runs in the worker; its text makes the worker's script. */
  // oxlint-disable-next-line no-var -- that is how a global is declared
  var textbookWorker: () => void;
}

/** Those who follow a program. */
export interface Follower {
  readonly told: (told: Told) => void;
  /** It was stopped, since it did not give control back. */
  readonly stopped: () => void;
}

/** Has programs run, one at a time, each in a worker of its own; the next one is made ready meanwhile. */
export class Bench {
  #url: string | undefined;
  #spare: Worker | undefined;
  #worker: Worker | undefined;
  #follower: Follower | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #isSearching = false;

  /** Makes a worker ready. */
  warm(): void {
    this.#spare ??= this.#make();
  }

  /** Ends what runs, and runs this. */
  run(order: Order & { kind: "run" }, follower: Follower): void {
    this.end();
    this.#worker = this.#spare ?? this.#make();
    this.#spare = undefined;
    this.#isSearching = false;
    this.#follower = follower;
    this.#worker.postMessage(order, []);
  }

  /** Has the program that was run do more. */
  ask(order: Order, follower: Follower): void {
    this.#isSearching = order.kind === "explore";
    this.#follower = follower;
    this.#look();
    this.#worker?.postMessage(order, []);
  }

  /** Has the search stop soon, with what it has found. */
  cancel(): void {
    this.#worker?.postMessage({ kind: "cancel" } satisfies Order, []);
  }

  /** Ends what runs. */
  end(): void {
    clearTimeout(this.#watch);
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#follower = undefined;
  }

  #make(): Worker {
    this.#url ??= URL.createObjectURL(
      new Blob([`(${globalThis.textbookWorker.toString()})()`], {
        type: "text/javascript",
      }),
    );
    const worker = new Worker(this.#url);
    worker.addEventListener("message", ({ data }: MessageEvent) => {
      if (worker === this.#worker && typeof data === "string") {
        this.#hear(JSON.parse(data) as Told);
      }
    });
    return worker;
  }

  #hear(told: Told): void {
    if (told.kind === "begun" || this.#isSearching) {
      this.#look();
    }
    if (told.kind === "played" || told.kind === "explored") {
      clearTimeout(this.#watch);
    }
    this.#follower?.told(told);
    if (told.kind === "played") {
      setTimeout(() => this.warm());
    }
  }

  #look(): void {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => {
      const follower = this.#follower;
      this.end();
      follower?.stopped();
      this.warm();
    }, PATIENCE_MS);
  }
}
