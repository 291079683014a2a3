import type { JobName } from "./jobs.ts";

/** What a loop tells the run that it drives. */
export interface LoopEvents {
  /** Nothing is ready: true to look again after a real lap of the event loop, false to go on. */
  waitsForReality(): boolean;
  /** Whether that lap may take a millisecond. */
  readonly canRest: boolean;
  /** Code ran that no job of the loop has run: real I/O goes on. */
  stirred(): void;
  /** Virtual time has moved. */
  advanced(from: number, to: number): void;
  /** Nothing is ready, and no timer is pending. */
  stuck(): void;
  /** Nothing is ready, and the run is finishing. */
  finished(): void;
  /** A callback threw. */
  threw(error: unknown): void;
  /** More jobs than allowed ran at one moment; this one would be the next, if it is known. */
  spinning(job: JobName | undefined): void;
}
