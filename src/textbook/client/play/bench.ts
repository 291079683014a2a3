import type { Order, Told } from "./messages.ts";

/** A program that does not give control back for so long is stopped. */
const PATIENCE_MS = 1_500;
/** A run that has not ended then is stopped, too. Readers stop searches themselves. */
const LONGEST_MS = 10_000;
/** What was told while the page was busy is heard first. */
const GRACE_MS = 100;

declare global {
  /** What runs in the worker; its text makes the worker's script. */
  // oxlint-disable-next-line no-var -- that is how a global is declared
  var textbookWorker: () => void;
}

/** Those who follow a program. */
export interface Follower {
  readonly told: (told: Told) => void;
  /** It was stopped. */
  readonly stopped: (why: string) => void;
}

/** A worker, and the port by which it tells. No program has got that: what one posts itself is not heard. */
interface Hired {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** Has programs run, one at a time, each in a worker of its own; the next one is made ready meanwhile. */
export class Bench {
  #url: string | undefined;
  #spare: Hired | undefined;
  #hired: Hired | undefined;
  #follower: Follower | undefined;
  #watch: ReturnType<typeof setTimeout> | undefined;
  #begunAt = 0;
  #isSearching = false;

  /** Makes a worker ready. */
  warm(): void {
    this.#spare ??= this.#make();
  }

  /** Ends what runs, and runs this. */
  run(order: Order & { kind: "run" }, follower: Follower): void {
    this.end();
    this.#hired = this.#spare ?? this.#make();
    this.#spare = undefined;
    this.#isSearching = false;
    this.#follower = follower;
    this.#hired.port.postMessage(order, []);
  }

  /** Has the program that was run do more. */
  ask(order: Order, follower: Follower): void {
    this.#isSearching = order.kind === "explore";
    this.#begunAt = performance.now();
    this.#follower = follower;
    this.#look();
    this.#hired?.port.postMessage(order, []);
  }

  /** Has the search stop soon, with what it has found. */
  cancel(): void {
    this.#hired?.port.postMessage({ kind: "cancel" } satisfies Order, []);
  }

  /** Ends what runs. */
  end(): void {
    clearTimeout(this.#watch);
    this.#hired?.worker.terminate();
    this.#hired = undefined;
    this.#follower = undefined;
  }

  #make(): Hired {
    this.#url ??= URL.createObjectURL(
      new Blob([`(${globalThis.textbookWorker.toString()})()`], {
        type: "text/javascript",
      }),
    );
    const worker = new Worker(this.#url);
    const { port1: port, port2 } = new MessageChannel();
    port.addEventListener("message", ({ data }: MessageEvent) => {
      if (port === this.#hired?.port) {
        this.#hear(JSON.parse(String(data)) as Told);
      }
    });
    port.start();
    worker.postMessage(port2, [port2]);
    return { worker, port };
  }

  #hear(told: Told): void {
    if (told.kind === "begun") {
      this.#begunAt = performance.now();
      this.warm();
    }
    if (told.kind === "played" || told.kind === "explored") {
      clearTimeout(this.#watch);
    } else if (told.kind !== "printed") {
      this.#look();
    }
    this.#follower?.told(told);
  }

  #look(): void {
    clearTimeout(this.#watch);
    const age = performance.now() - this.#begunAt;
    if (!this.#isSearching && age > LONGEST_MS) {
      this.#stop("has not ended after 10 s, so it was stopped");
      return;
    }
    this.#watch = setTimeout(() => {
      this.#watch = setTimeout(
        () =>
          this.#stop("has not given control back for 1.5 s, so it was stopped"),
        GRACE_MS,
      );
    }, PATIENCE_MS);
  }

  #stop(why: string): void {
    const follower = this.#follower;
    this.end();
    follower?.stopped(why);
    this.warm();
  }
}
