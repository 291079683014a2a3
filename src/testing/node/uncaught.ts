import { safely } from "../../core/checks.ts";
import { NativePromise } from "../../core/native-promise.ts";
import { lap } from "../../core/platform.ts";
import { nodeProcess, timersModule } from "./builtins.ts";

const EVENTS = [
  "uncaughtException",
  "unhandledRejection",
  "rejectionHandled",
  "uncaughtExceptionMonitor",
] as const;

/** Once node:domain is loaded, it has a listener of this name beside any other one. It handles nothing. */
const OF_DOMAINS = "domainUncaughtExceptionClear";

/** What a browser has in their place, on its global object. */
const PAGE_EVENTS = ["error", "unhandledrejection"] as const;

/** What such an event carries: an ErrorEvent the one, a PromiseRejectionEvent the other. */
interface Raised {
  readonly error?: unknown;
  readonly reason?: unknown;
  preventDefault(): void;
}

/** A browser's global object. */
interface Page {
  addEventListener?(event: string, listener: (event: Raised) => void): void;
  removeEventListener?(event: string, listener: (event: Raised) => void): void;
}

/** What Node itself calls: between any two callbacks of its event loop, and with what nobody has caught. There are no other names for them that a program could use. */
interface Internals {
  readonly _tickCallback?: () => void;
  readonly _fatalException?: (error: unknown, isOfPromise: boolean) => boolean;
}

/**
 * Does what Node does between two callbacks: runs the ticks and microtasks that wait, and then raises the rejections that
 * nobody has handled. Where it is undefined, a lap of the event loop does so; in Bun too, where the function is an empty one.
 */
export const runTicks =
  "Bun" in globalThis
    ? undefined
    : asItWas((nodeProcess as Internals | undefined)?._tickCallback);

/**
 * Node has this one warn where it is to warn of all that is deprecated. What warns has what is called as its prototype,
 * and anything else what all functions have; in the sandbox of a test runner, that is not the one that is known here.
 */
export function asItWas(
  call: (() => void) | undefined,
): (() => void) | undefined {
  const inner = call && (Object.getPrototypeOf(call) as () => void);
  return inner && Object.getPrototypeOf(Object.getPrototypeOf(inner)) !== null
    ? inner
    : call;
}

const captured = (nodeProcess as Internals | undefined)?._fatalException;

/** Whether the program has, by a function or by a domain, and it can be called. */
function capturesErrors(): boolean {
  return (
    captured !== undefined &&
    nodeProcess?.hasUncaughtExceptionCaptureCallback() === true
  );
}

/**
 * Hears of every error that nobody handles while a program runs: https://nodejs.org/api/process.html#event-uncaughtexception
 *
 * - Listeners that were there before, such as a test runner's, are set aside meanwhile.
 * - Listeners of the program are asked as in Node, and then the error is handled; those that only monitor are told before.
 *   So is what it captures errors by, such as a domain: https://nodejs.org/api/process.html#processsetuncaughtexceptioncapturecallbackfn
 * - They are asked where the program's `process` is another object than Node's, too: jest gives its tests a copy, which
 *   hears of nothing by itself.
 * - A rejection is no error where Node was told not to mind any.
 */
export class UncaughtErrors {
  readonly #process: NodeJS.EventEmitter | undefined = nodeProcess;
  /** What the program takes for the process, where that is not Node's own. */
  #copy: NodeJS.EventEmitter | undefined;
  #failed!: (error: unknown) => void;
  #isPutting = false;

  /** Sets aside the listeners that are there. @returns a function that brings them back, and no others */
  install(): () => void {
    const process = this.#process;
    if (process === undefined) {
      return this.#listen();
    }
    this.#copy = copiedProcess();
    const before = this.#processes.map((each) =>
      EVENTS.map((event) => each.rawListeners(event)),
    );
    process.on("removeListener", this.#onRemoved);
    process.on("warning", this.#onWarning);
    return () => {
      process.removeListener("removeListener", this.#onRemoved);
      process.removeListener("warning", this.#onWarning);
      this.#put(before);
    };
  }

  /** A program begins: takes out what the last one has added. @param failed told of an error that no listener of its own handles */
  begin(failed: (error: unknown) => void): void {
    this.#failed = failed;
    if (!this.#areOwnAlone()) {
      const late = this.#copy ? [this.#onHandled] : []; // where it is heard of, Node does not warn
      this.#put([[[this.#onException], [this.#onRejection], late]]);
    }
  }

  /** Nobody has caught this: asks the program's listeners, or else fails the run. */
  raise(
    error: unknown,
    origin: "uncaughtException" | "unhandledRejection" = "uncaughtException",
  ): void {
    const raised = asRaised(error, origin);
    if (capturesErrors()) {
      captured?.(raised, origin === "unhandledRejection");
      return;
    }
    this.#processes.forEach((it) => it.emit(EVENTS[3], raised, origin));
    if (this.#hasOthers("uncaughtException")) {
      this.#process?.emit("uncaughtException", raised, origin);
      timersModule?.setImmediate(() => {}); // Node does so to have ticks run, and may come to it before they have
    } else {
      this.#failed(error);
    }
  }

  readonly #onException = (...raised: unknown[]): void => {
    lap(() => {}); // the ticks behind it run by then; the immediate that Node sets to that end is virtual
    this.#copy?.emit(EVENTS[3], ...raised);
    if (this.#hasOthers("uncaughtException")) {
      this.#copy?.emit("uncaughtException", ...raised);
    } else {
      this.#failed(raised[0]);
    }
  };

  readonly #onRejection = (...rejected: unknown[]): void => {
    if (this.#hasOthers("unhandledRejection")) {
      this.#copy?.emit("unhandledRejection", ...rejected);
      return;
    }
    const mode = modeOfRejections();
    if (mode === "warn-with-error-code") {
      this.#failed(rejected[0]); // no listener is asked, and in the end the process has failed
    } else if (!/^(?:none|warn|strict)$/.test(mode)) {
      this.raise(rejected[0], "unhandledRejection");
    }
  };

  readonly #onHandled = (promise: unknown): void => {
    this.#copy?.emit("rejectionHandled", promise);
  };

  readonly #onWarning = (warning: unknown): void => {
    this.#copy?.emit("warning", warning);
  };

  /** A program that removes all listeners is to remove its own: without this one, an error would end the process. */
  readonly #onRemoved = (event: string, listener: Function): void => {
    if (!this.#isPutting && this.#own.includes(listener)) {
      this.#process?.on(event, listener as () => void);
    }
  };

  readonly #own: readonly Function[] = [this.#onException, this.#onRejection];

  /** Whether the last program has added and removed nothing, as nearly all do. */
  #areOwnAlone(): boolean {
    return (
      this.#copy === undefined &&
      this.#counts(EVENTS[0], 1, this.#onException) &&
      this.#counts(EVENTS[1], 1, this.#onRejection) &&
      this.#counts(EVENTS[2], 0) &&
      this.#counts(EVENTS[3], 0)
    );
  }

  /** Whether there are so many listeners, and as many of them are this one. */
  #counts(event: string, most: number, own?: () => void): boolean {
    return (
      this.#process?.listenerCount(event) === most &&
      (own === undefined || this.#process.listenerCount(event, own) === most)
    );
  }

  /** In a browser, which does not tell who else listens: https://html.spec.whatwg.org/#runtime-script-errors */
  #listen(): () => void {
    const page = globalThis as Page;
    const hear = (event: Raised): void => {
      event.preventDefault();
      this.#failed("reason" in event ? event.reason : event.error);
    };
    PAGE_EVENTS.forEach((event) => page.addEventListener?.(event, hear));
    return () =>
      PAGE_EVENTS.forEach((event) => page.removeEventListener?.(event, hear));
  }

  get #processes(): readonly NodeJS.EventEmitter[] {
    return [this.#process, this.#copy].filter((it) => it !== undefined);
  }

  #hasOthers(event: (typeof EVENTS)[number]): boolean {
    return this.#processes
      .flatMap((process) => process.rawListeners(event))
      .some(
        (listener) =>
          listener.name !== OF_DOMAINS && !this.#own.includes(listener),
      );
  }

  /** @param listeners of each process, for each event */
  #put(listeners: readonly (readonly (readonly Function[])[])[]): void {
    this.#isPutting = true;
    for (const [index, process] of this.#processes.entries()) {
      for (const [at, event] of EVENTS.entries()) {
        process.removeAllListeners(event);
        for (const listener of listeners[index]?.[at] ?? []) {
          process.on(event, listener as () => void);
        }
      }
    }
    this.#isPutting = false;
  }
}

/** The global one, if it is one and another than Node's. */
function copiedProcess(): NodeJS.EventEmitter | undefined {
  const { process } = globalThis as { process?: Partial<NodeJS.EventEmitter> };
  return process === nodeProcess || process?.rawListeners === undefined
    ? undefined
    : (process as NodeJS.EventEmitter);
}

/** What was said last: https://nodejs.org/api/cli.html#--unhandled-rejectionsmode. Node minds none, warns, or with "strict" has raised it. */
function modeOfRejections(): string {
  const { env, execArgv } = nodeProcess as NodeJS.Process;
  const fromEnv = safely(() => env["NODE_OPTIONS"], undefined); // Deno asks before it tells
  const options = `${fromEnv} ${execArgv.join(" ")}`;
  const modes = options.matchAll(/--unhandled-rejections[= ](\S+)/g);
  return `${[...modes].at(-1)?.[1]}`;
}

/** Node wraps what is no error: https://nodejs.org/api/process.html#event-uncaughtexception */
function asRaised(error: unknown, origin: string): Error {
  const hasStack = safely(() => "stack" in Object(error), false);
  return hasStack || origin === "uncaughtException"
    ? (error as Error)
    : Object.assign(
        new Error(
          `This error originated either by throwing inside of an async function without a catch block, or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason "${reasonInWords(error)}".`,
        ),
        { name: "UnhandledPromiseRejection", code: "ERR_UNHANDLED_REJECTION" },
      );
}

/** In the words of V8, which asks nothing of an object but what made it; it says them of what cannot make a promise. */
function reasonInWords(reason: unknown): string {
  if (typeof reason === "function") {
    return String(reason);
  }
  let words = "";
  try {
    void new NativePromise(reason as never);
  } catch (error) {
    const { message } = error as TypeError;
    words = message.replaceAll(/^Promise resolver | is not a function$/g, "");
  }
  return words;
}
