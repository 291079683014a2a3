import { ownProcess } from "./builtins.ts";
import { realNow } from "./real-clock.ts";

/** Where a status is written. */
export interface StatusStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** On a terminal, one line is written again and again; elsewhere, each status is a line of its own, and seldom. */
const EVERY_MS = { terminal: 250, file: 10_000 };
/** To the beginning of the line, and all behind it is gone: https://en.wikipedia.org/wiki/ANSI_escape_code */
const ANEW = "\r\u001B[K";

/** Says how far something is that takes long. What takes less than a quarter of a second is over before it says anything. */
export class StatusLine {
  readonly #stream: StatusStream | undefined;
  readonly #now: () => number;
  #last: number;
  #isShown = false;

  constructor(
    stream: StatusStream | undefined = ownProcess?.stderr,
    now: () => number = realNow,
  ) {
    this.#stream = stream;
    this.#now = now;
    this.#last = now();
  }

  show(status: string): void {
    const isTerminal = this.#stream?.isTTY === true;
    const now = this.#now();
    if (now - this.#last >= EVERY_MS[isTerminal ? "terminal" : "file"]) {
      this.#last = now;
      this.#isShown = isTerminal;
      this.#stream?.write(isTerminal ? ANEW + status : `${status}\n`);
    }
  }

  /** Leaves nothing of it on a terminal. */
  end(): void {
    if (this.#isShown) {
      this.#stream?.write(ANEW);
    }
  }
}
