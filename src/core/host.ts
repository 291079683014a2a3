/** Something that is resumed on a turn of its own. */
export interface Turn {
  /**
   * Called when its turn has come: settles a promise or starts a body.
   * @returns true if that resumes no code, so that the next turn may follow at once
   */
  run(): boolean | void;
  /** The observer's own, to remember what it knows of it. */
  note?: unknown;
}

/**
 * What makes turns: the one place on which every order in this library rests.
 *
 * The ordinary host drives turns with the platform's own event loop. Another one can take its place for a while, see
 * `useHost`; that is how a test runs the same code in virtual time.
 */
export interface Host {
  /** Puts a turn at the end of the line. It runs later, never inside this call, once all turns before it have ended. */
  turn(turn: Turn): void;
  /**
   * Calls `fire` once when `ms` milliseconds are over; equal deadlines fire in the order they were set. The ordinary host
   * has it once somebody calls `startTimer`.
   *
   * @param ms above 0; fractions count, `Infinity` never fires
   * @returns a function that calls it off
   */
  timer?: ((ms: number, fire: () => void) => () => void) | undefined;
  /**
   * Breathing space for timers and I/O: now and then a promise to await before going on, most times nothing.
   * No turn runs until that promise has resolved and the code behind it has run out of microtasks.
   */
  breathe(): Promise<void> | undefined;
  /** The number of the next task without a name, from 1. */
  nextTaskNumber(): number;
  /** Told what tasks, queues and context managers do, where somebody wants to know. */
  readonly observer?: Observer | undefined;
}

/** Sees a program's tasks, waits, items and contexts as they come and go. Every callback runs inside the call it reports. */
export interface Observer {
  /** @param start the turn on which its body starts */
  taskCreated(task: object, name: string, start: Turn): void;
  taskStarted(name: string): void;
  taskEnded(
    task: object,
    name: string,
    how: "returned" | "failed" | "cancelled",
  ): void;
  /**
   * @param kind as a program calls it: `AsyncQueue.get`
   * @param on the queue or task, if any
   */
  waitBegan(wait: Turn, kind: string, on: object | undefined): void;
  /** The wait got its turn in the line. */
  waitWoken(wait: Turn): void;
  /** The wait is over; its code goes on after this call. */
  waitEnded(wait: Turn): void;
  itemPut(queue: object, item: unknown, size: number): void;
  itemTaken(queue: object, item: unknown, size: number): void;
  /** Somebody is to be told of something on a turn that belongs to whoever runs now; and that turn has come. */
  noticeGiven(turn: Turn, what: string): void;
  noticeTaken(turn: Turn): void;
  /** Somebody has done to a thing what others may wait for. @param deed as in a wait's `needs` */
  did(thing: object, deed: string): void;
  /** Whoever runs has got hold of a thing that not everybody can have at once, and gives it back. */
  acquired(thing: object): void;
  released(thing: object): void;
  contextEntered(manager: object): void;
  /** A thing that tasks share was made. */
  made?(thing: object): void;
  /** Somebody has looked at a thing, or changed it, in a way that no other call tells; without one, at who knows what. */
  touched?(thing?: object): void;
  /** Its exit is over. `threw` holds the error that passed through, if one did. */
  contextExited(manager: object, threw: { error: unknown } | undefined): void;
}
