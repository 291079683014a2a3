import { AsyncLocalStorage } from "node:async_hooks";
import { EventEmitter } from "node:events";
import type { PassThrough, Readable } from "node:stream";
import type { MessagePort } from "node:worker_threads";
import type { Block, Id, Op, Program } from "./program.ts";
import { shown } from "./shown.ts";

/** Where a program ends by its moment; no sum of its delays comes to that. */
const LAST_MS = 997;
/** A program gets no further than so many steps: a timer can well refresh itself for ever. */
const STEPS = 300;

/** What happens to the whole process, to which a program listens from its start. */
const heardFromStart = [
  "unhandledRejection",
  "rejectionHandled",
  "uncaughtException",
] as const;

/** What settles a promise from outside. */
interface Settler {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

/** Something to read from, and where it can be written to, that too. */
export type Stream = Readable | PassThrough | ReadableStream;

/** Runs a function in a context that was kept. */
export type KeptContext = (run: () => void) => void;

/** How the steps of programs are taken; the player is given it, since the steps know the player. */
export interface Steps {
  take(player: Player, op: Op): Promise<void> | void;
  /** True if it takes an async function. */
  isWaiting(block: Block): boolean;
}

/** Plays one program, on whatever event loop it is called. */
export class Player {
  readonly timers = new Map<Id, NodeJS.Timeout | NodeJS.Immediate>();
  readonly promises = new Map<Id, Promise<unknown>>();
  readonly settlers = new Map<Id, Settler>();
  readonly signals = new Map<Id, AbortSignal>();
  readonly ports = new Map<Id, readonly [MessagePort, MessagePort]>();
  readonly streams = new Map<Id, Stream>();
  readonly contexts = new Map<Id, KeptContext>();
  readonly storage = new AsyncLocalStorage<number>();
  readonly #controllers = new Map<Id, AbortController>();
  readonly #emitters = new Map<Id, EventEmitter>();
  readonly #targets = new Map<Id, EventTarget>();
  readonly #handles: Disposable[] = [];
  readonly #openPorts: MessagePort[] = [];
  readonly #sources: AsyncGenerator[] = [];
  /** In the order in which they were taken. */
  readonly steps: Op[] = [];
  readonly #listeners: [event: string, listener: () => void][] = [];
  readonly #taking: Steps;
  readonly #print: (text: string) => void;
  #isOver = false;

  constructor(steps: Steps, print: (text: string) => void) {
    this.#taking = steps;
    this.#print = print;
  }

  /** Plays it; resolves where it ends by its moment, and else never. */
  async play({ ending, listens, main }: Program): Promise<void> {
    if (listens) {
      heardFromStart.forEach((event) => this.listen(event, "on", () => {}));
    }
    const moment = new Promise<void>((resolve) => {
      if (ending === "moment") {
        setTimeout(resolve, LAST_MS);
      }
    });
    this.runAsync(main).catch((error) => this.note(`main: ${shown(error)}`));
    await moment;
    this.close();
  }

  /** Nothing more is printed, and no step taken. */
  stop(): void {
    this.#isOver = true;
  }

  /** Stops, and takes away what would keep a process alive. */
  close(): void {
    this.stop();
    this.#handles.forEach((handle) => handle[Symbol.dispose]());
    this.#openPorts.forEach((port) => port.close());
    for (const source of this.#sources) {
      source.return(undefined).catch(() => {});
    }
    for (const [event, listener] of this.#listeners) {
      process.removeListener(event, listener);
    }
    this.storage.disable();
  }

  /** Prints a line, with the context in which it is printed, if any. */
  note(text: string): void {
    if (!this.#isOver) {
      const context = this.storage.getStore();
      this.#print(context === undefined ? text : `${text} (in ${context})`);
    }
  }

  async runAsync(block: Block): Promise<void> {
    for (const op of block) {
      const waiting = this.#take(op);
      if (waiting !== undefined) {
        await waiting;
      }
    }
  }

  /** A block as a function. What it returns is a promise where it waits, as that of other people's callbacks. */
  callback(block: Block): () => unknown {
    return this.#taking.isWaiting(block)
      ? () => this.runAsync(block)
      : () => {
          block.forEach((op) => void this.#take(op));
        };
  }

  setTimer(id: Id, handle: NodeJS.Timeout | NodeJS.Immediate): void {
    this.timers.set(id, handle);
    this.#handles.push(handle);
  }

  setPorts(id: Id, ...ports: readonly [MessagePort, MessagePort]): void {
    this.ports.set(id, ports);
    ports.forEach((port) => this.keepOpenPort(port));
  }

  /** It is closed as the program is over. */
  keepOpenPort(port: MessagePort): void {
    this.#openPorts.push(port);
  }

  /** Iterates, and runs a block for each of so many items. */
  async each(
    source: AsyncIterator<unknown>,
    count: number,
    block: Block,
  ): Promise<void> {
    const items = source as AsyncGenerator;
    this.#sources.push(items);
    let left = count;
    for await (const item of items) {
      this.note(shown(item));
      await this.runAsync(block);
      if (--left <= 0) {
        break;
      }
    }
  }

  /** Yields as many items as it takes steps. */
  async *generate(
    before: Block,
    closing: Block,
  ): AsyncGenerator<number, void, void> {
    try {
      for (const [item, op] of before.entries()) {
        await this.runAsync([op]);
        yield item;
      }
    } finally {
      await this.runAsync(closing);
    }
  }

  controller(id: Id): AbortController {
    return madeOnce(this.#controllers, id, () => new AbortController());
  }

  /** Signal 0 is none. */
  signal(id: Id): AbortSignal | undefined {
    return id === 0
      ? undefined
      : (this.signals.get(id) ?? this.controller(id).signal);
  }

  emitter(id: Id): EventEmitter {
    return madeOnce(this.#emitters, id, () => new EventEmitter());
  }

  setEmitter(id: Id, emitter: EventEmitter): void {
    this.#emitters.set(id, emitter);
  }

  target(id: Id): EventTarget {
    return madeOnce(this.#targets, id, () => new EventTarget());
  }

  /** True if the program itself hears of that. */
  hears(event: string): boolean {
    return this.#listeners.some(
      ([heard, listener]) =>
        heard === event &&
        process.listeners(event as "exit").includes(listener),
    );
  }

  /** Listens to the process until the program is over. */
  listen(event: string, how: "on" | "once", run: () => unknown): void {
    const listener = (error?: unknown): void => {
      this.note(`${event} ${error instanceof Promise ? "" : shown(error)}`);
      void run();
    };
    process[how](event, listener);
    this.#listeners.push([event, listener]);
  }

  #take(op: Op): Promise<void> | void {
    if (!this.#isOver && this.steps.push(op) <= STEPS) {
      return this.#taking.take(this, op);
    }
  }
}

function madeOnce<T>(made: Map<Id, T>, id: Id, make: () => T): T {
  const known = made.get(id) ?? make();
  made.set(id, known);
  return known;
}
