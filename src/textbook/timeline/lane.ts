import type { WaitKind } from "../../testing/index.ts";
import type { Span } from "./axis.ts";

/** What the code of a lane is doing; if it is `idle`, it waits for something that is not of the library. */
export type LaneState = "runs" | "ready" | "sleeps" | "waits" | "idle";

/** What the code of a lane does from one place to another. */
export interface Segment extends Span {
  readonly state: LaneState;
  /** What it waits for. */
  readonly kind?: WaitKind | undefined;
  readonly on?: string | undefined;
}

type Doing = Omit<Segment, keyof Span>;

/** A wait whose code has not resumed; once the wait is over, the code is ready. */
interface OpenWait {
  readonly kind: WaitKind;
  readonly on: string | undefined;
  readonly isOver: boolean;
}

/** Follows what the code of one lane is doing, from place to place. */
export class Lane {
  readonly segments: Segment[] = [];
  readonly #waits = new Map<number, OpenWait>();
  #isRunning = false;
  /** Created, and not yet started. */
  #isNew = false;
  #hasEnded = false;
  #since = 0;
  #doing: Doing | undefined;

  created(x: number): void {
    this.#isNew = true;
    this.#goOn(x);
  }

  started(): void {
    this.#isNew = false;
  }

  /** Its turn begins. */
  runs(x: number): void {
    this.#isRunning = true;
    this.#goOn(x);
  }

  /** Its turn is over. */
  pauses(x: number): void {
    this.#isRunning = false;
    this.#goOn(x);
  }

  waits(wait: number, kind: WaitKind, on: string | undefined): void {
    this.#waits.set(wait, { kind, on, isOver: false });
  }

  woken(wait: number, x: number): void {
    this.#waits.set(wait, {
      ...(this.#waits.get(wait) as OpenWait),
      isOver: true,
    });
    this.#goOn(x);
  }

  resumed(wait: number): void {
    this.#waits.delete(wait);
  }

  ended(x: number): void {
    this.#hasEnded = true;
    this.#goOn(x);
  }

  /** The run ends here. Code that is idle shows nothing more: nobody knows whether it still waits. */
  close(x: number): void {
    if (this.#doing?.state !== "idle") {
      this.#closeSegment(x);
    }
  }

  /** Notes what it is doing from `x` on. */
  #goOn(x: number): void {
    const now = this.#now();
    if (this.#doing !== undefined && isSame(this.#doing, now)) {
      return;
    }
    this.#closeSegment(x);
    this.#since = x;
    this.#doing = now;
  }

  #closeSegment(x: number): void {
    if (this.#doing !== undefined && x > this.#since) {
      this.segments.push({ from: this.#since, to: x, ...this.#doing });
    }
  }

  #now(): Doing | undefined {
    if (this.#isRunning) {
      return { state: "runs" };
    }
    if (this.#hasEnded) {
      return undefined;
    }
    const waits = [...this.#waits.values()];
    if (this.#isNew || waits.some(({ isOver }) => isOver)) {
      return { state: "ready" };
    }
    const [wait] = waits;
    if (wait === undefined) {
      return { state: "idle" };
    }
    const { kind, on } = wait;
    return kind.endsByItself
      ? { state: "sleeps" }
      : { state: "waits", kind, on };
  }
}

function isSame(a: Doing, b: Doing | undefined): boolean {
  return a.state === b?.state && a.kind?.what === b.kind?.what && a.on === b.on;
}
