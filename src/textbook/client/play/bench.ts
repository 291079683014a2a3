import type { Order, Told } from "./messages.ts";

/** So often is it looked whether a worker has told anything. */
const LOOK_MS = 100;
/**
 * A program that does not give control back, and so lets its worker tell nothing, is stopped after 1.5 s: after so many
 * looks, and once the next worker, who is idle, has done the work of a tenth of a second. On a machine that has no time
 * for either, that takes as long as it takes.
 */
const MOST_SILENT = 14;
/** A program that starts its own virtual runs, in real time, is stopped after 10 s. Readers stop searches themselves. */
const MOST_LOOKS = 100;

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
  #watch: ReturnType<typeof setInterval> | undefined;
  #looks = 0;
  #silent = 0;
  #mayTakeLong = false;

  /** Makes a worker ready. */
  warm(): void {
    this.#spare ??= this.#make();
  }

  /** Ends what runs, and runs this. */
  run(order: Order & { kind: "run" }, follower: Follower): void {
    this.end();
    this.#hired = this.#spare ?? this.#make();
    this.#spare = undefined;
    this.#mayTakeLong = !order.runsItself;
    this.#follower = follower;
    this.#hired.port.postMessage(order, []);
  }

  /** Has the program that was run do more. */
  ask(order: Order, follower: Follower): void {
    this.#mayTakeLong = true;
    this.#follower = follower;
    this.#watchIt();
    this.#hired?.port.postMessage(order, []);
  }

  /** Has the search stop soon, with what it has found. */
  cancel(): void {
    this.#hired?.port.postMessage({ kind: "cancel" } satisfies Order, []);
  }

  /** Ends what runs. */
  end(): void {
    clearInterval(this.#watch);
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
      } else if (port === this.#spare?.port) {
        this.#judge(); // it has toiled
      }
    });
    port.start();
    worker.postMessage(port2, [port2]);
    return { worker, port };
  }

  #hear(told: Told): void {
    if (told.kind === "begun") {
      this.#watchIt();
    } else if (told.kind === "played" || told.kind === "explored") {
      clearInterval(this.#watch);
    } else if (told.kind !== "printed") {
      this.#silent = 0;
    }
    this.#follower?.told(told);
    if (told.kind === "played") {
      setTimeout(() => this.warm()); // once it is drawn
    }
  }

  #watchIt(): void {
    clearInterval(this.#watch);
    this.#looks = 0;
    this.#silent = 0;
    this.#watch = setInterval(() => this.#look(), LOOK_MS);
  }

  #look(): void {
    this.#looks += 1;
    this.#silent += 1;
    if (this.#silent === MOST_SILENT) {
      this.warm();
      this.#spare?.port.postMessage({ kind: "toil" } satisfies Order, []);
    } else if (this.#looks > MOST_LOOKS && !this.#mayTakeLong) {
      this.#stop("has not ended after 10 s, so it was stopped");
    }
  }

  /** Stops what could have told something while another worker toiled. */
  #judge(): void {
    if (this.#silent >= MOST_SILENT) {
      this.#stop("has not given control back for 1.5 s, so it was stopped");
    }
  }

  #stop(why: string): void {
    const follower = this.#follower;
    this.end();
    follower?.stopped(why);
    this.warm();
  }
}
