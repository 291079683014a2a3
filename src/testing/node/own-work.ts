import { asyncHooks, ownProcess } from "./builtins.ts";
import type { Closable } from "./open-handles.ts";
import { replace } from "./replace.ts";

const AsyncResource = asyncHooks?.AsyncResource;

/** The types of all that Node itself may call back. */
const nodesOwn: object | undefined = asyncHooks?.asyncWrapProviders;

/** Requests to libuv that end by themselves. A write is none: it ends when somebody reads. */
const ENDS_BY_ITSELF = new Set([
  "FSReqCallback",
  "FSReqPromise",
  "FileHandleCloseReq",
  "GetAddrInfoReqWrap",
  "GetNameInfoReqWrap",
  "TCPConnectWrap",
  "PipeConnectWrap",
  "SendWrap",
]);

/** What comes in great numbers, and is no work of the outside. */
const NEVER = new Set(["PROMISE", "TickObject", "Timeout", "Immediate"]);

/** The types whose callbacks bring news from other threads and processes; a connection's bytes are counted instead. */
const FROM_OUTSIDE = new Set([
  "WORKER",
  "PROCESSWRAP",
  "UDPWRAP",
  "FSEVENTWRAP",
  "STATWATCHER",
]);

/** What it costs, in calls of stat, that what reads HTTP calls back once more, as it does for each piece of a body. */
const EFFORT_OF_PIECE = 0.15;

/** What it costs to bring about a callback of some types; any other costs as much as one. */
const EFFORT: ReadonlyMap<string, number> = new Map([
  ["MESSAGEPORT", 0.15],
  ["HTTPINCOMINGMESSAGE", 12],
  ["HTTPCLIENTREQUEST", 12],
  ["PROCESSWRAP", 50],
  ["WORKER", 500],
]);

/** The types of jobs that wait for a disk or a name server, as the reading of a file does from Node 26 on. */
const MAY_WAIT = /^(?:FSREQ|QUERYWRAP)/;

/** What some of them are, in words; the others work on files. */
const WORDS: readonly (readonly [type: RegExp, words: string])[] = [
  [/Addr|Name|QUERY/, "a name lookup"],
  [/Connect/, "an attempt to connect"],
  [/Send/, "a datagram"],
];

/** The types of the handles that can bring news also where they keep nothing alive. */
const HANDLES = new Set([
  "TCPWRAP",
  "PIPEWRAP",
  "UDPWRAP",
  "PROCESSWRAP",
  "FSEVENTWRAP",
]);

/** What async_hooks shows of a job: each kind has one of the methods that begin it. */
interface Job {
  run?: (...args: unknown[]) => unknown;
  write?: (...args: unknown[]) => unknown;
  pull?: (done: (...args: unknown[]) => void) => unknown;
}

interface Request {
  readonly oncomplete?: unknown;
}

interface FileHandle {
  readonly onread?: unknown;
}

/** A worker thread, or a message port. */
export interface Referenced {
  hasRef(): boolean;
}

interface Thread extends Referenced {
  startThread: () => unknown;
}

/** What a child process is to its own program. */
interface Child extends Closable {
  kill: (...args: unknown[]) => unknown;
}

type Compile = (...args: unknown[]) => Promise<unknown>;

/** What a native addon has told Node that it may call back, such as a job of the thread pool. */
export interface AddonWork {
  /** As the addon calls it. */
  readonly addon: string;
}

/** Told when a callback comes from the real world. */
export interface Ears {
  /**
   * @param isOutside whether it comes from another process or thread, as far as its type tells
   * @param effort what it has cost, in calls of stat
   */
  heard(isOutside: boolean, effort?: number): void;
  /** Told of all that may become work in flight, or that does. */
  begins(): void;
  /** Told of each compiling of WebAssembly. */
  compiles(): void;
  /** Told of each handle that is opened. */
  opened(handle: Closable): void;
}

/**
 * Knows the work that ends by itself, such as that of the thread pool: whether any is in flight.
 *
 * Node lists its requests to libuv, by identity. What it does not list is seen with async_hooks: a job of crypto and a
 * write of zlib call back once, unless they are done at once.
 */
export class OwnWork {
  /** Each worker thread that has not ended, by its number. */
  readonly workers = new Map<number, Referenced>();
  readonly ports = new Set<Referenced>();
  /**
   * What native addons have yet to call back, by its number. Nothing tells whether that is a job or a function that may be
   * called from another thread at any time, or never.
   */
  readonly addons = new Map<number, AddonWork>();
  readonly #ears: Ears;
  // Node's own types do not name `trackPromises`: from Node 24 on, promises cost nothing more then.
  readonly #births = asyncHooks?.createHook({
    init: (id, type, trigger, resource) => {
      // Stryker disable next-line ConditionalExpression: known for speed alone, since there are so many
      if (!NEVER.has(type)) {
        this.#note(id, type, trigger, resource);
      }
    },
    ...({ trackPromises: false } as object),
  });
  /** Node asks it before whatever it calls back, each timer and each promise too: only once there is something to know. */
  readonly #calls = asyncHooks?.createHook({
    before: (id) => this.#calledBack(id),
    ...({ trackPromises: false } as object),
  });
  /** By number, or by an object that stands for it. */
  readonly #jobs = new Set<number | object>();
  /** Whether what called back last reads HTTP. */
  #hasRead = false;
  /** Everything that is Node's own and may call back. */
  readonly #known = new Map<number, string>();
  /** The FileHandles that read by themselves, and those of them whose read is on its way. One that nobody holds is collected, and closed by that. */
  readonly #files = new Map<number, WeakRef<FileHandle>>();
  readonly #reads = new Set<number>();
  /** What began before the run, and what time has overtaken. */
  #before = new Set<object | number>();
  /** What began before any of the runs of which this is. */
  #beforeAll = new Set<object>();

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** True while some is in flight. */
  get isInFlight(): boolean {
    return this.isComputing || this.#waiting().some((it) => !this.#isOld(it));
  }

  /** True while some is in flight that needs nothing but a processor to end. */
  get isComputing(): boolean {
    return (
      this.#jobs.size > 0 && [...this.#jobs].some((job) => !this.#mayWait(job))
    );
  }

  #mayWait(job: number | object): boolean {
    return MAY_WAIT.test(`${this.#known.get(job as number)}`);
  }

  /** True while some is in flight that began before the run, or that time has overtaken. */
  get isOlderInFlight(): boolean {
    return (
      this.#before.size > 0 && this.#waiting().some((it) => this.#isOld(it))
    );
  }

  /** True while a request is in flight that a run has left behind; or other work, while it watches. */
  get isLeftBehind(): boolean {
    return (
      this.#jobs.size > 0 || requests().some((it) => !this.#beforeAll.has(it))
    );
  }

  /** Time goes on, whatever is in flight. @returns what that is, in words */
  overtake(): readonly string[] {
    const late = this.#waiting().filter((it) => !this.#isOld(it));
    late.forEach((it) => this.#before.add(it));
    return late.map((it) => this.#inWords(it));
  }

  #isOld(it: object | number): boolean {
    return this.#before.has(it);
  }

  /** What is in flight and waits for a disk or for somebody else: requests, and numbers of what is none. */
  #waiting(): readonly (object | number)[] {
    const listed = requests();
    if (this.#jobs.size + this.#reads.size === 0) {
      return listed;
    }
    const jobs = [...this.#jobs].filter((job) => this.#mayWait(job));
    return [...listed, ...jobs, ...this.#reading()];
  }

  #inWords(it: object | number): string {
    const type =
      typeof it === "number" ? this.#known.get(it) : it.constructor.name;
    return (
      WORDS.find(([name]) => name.test(`${type}`))?.[1] ?? "work on a file"
    );
  }

  watch(): void {
    this.#forget();
    this.#before = new Set(requests());
    this.#births?.enable();
  }

  /** Watches no more, and knows of nothing any more that Node does not list. */
  end(): void {
    this.#births?.disable();
    this.#calls?.disable();
    this.#forget();
  }

  #forget(): void {
    for (const each of [this.#jobs, this.#known, this.#files, this.#reads]) {
      each.clear();
    }
    this.workers.clear();
    this.ports.clear();
    this.addons.clear();
  }

  #note(id: number, type: string, trigger: number, resource: object): void {
    if (AsyncResource !== undefined && resource instanceof AsyncResource) {
      return; // it is a library's, whatever its name
    }
    this.#ears.begins();
    if (this.#known.size === 0) {
      this.#calls?.enable();
    }
    this.#known.set(id, type);
    const job = resource as Job;
    if (type === "ZLIB") {
      this.#countCalls(id, job, "write");
    } else if (type === "BLOBREADER") {
      this.#countPulls(job);
    } else if (type === "QUERYWRAP") {
      this.#jobs.add(id);
    } else if ("run" in job) {
      this.#countCalls(id, job, "run");
    } else if (nodesOwn !== undefined && !(type in nodesOwn)) {
      this.addons.set(id, { addon: type });
    } else {
      this.#noteHandle(id, type, trigger, resource);
    }
  }

  #noteHandle(id: number, type: string, trigger: number, it: object): void {
    if (type === "FILEHANDLE") {
      this.#files.set(id, new WeakRef(it));
    } else if (type === "FSREQCALLBACK" && this.#files.has(trigger)) {
      this.#reads.add(trigger);
    } else if (type === "WORKER") {
      this.#whenStarted(it as Thread, () => this.workers.set(id, it as Thread));
    } else if (type === "MESSAGEPORT") {
      this.ports.add(it as Referenced);
      this.#ears.heard(false);
    } else if (HANDLES.has(type) && "hasRef" in it) {
      // Where HTTP takes up a connection again, it is no handle.
      this.#ears.opened(it as Closable);
      if (type === "PROCESSWRAP") {
        this.#whenKilled(it as Child);
      }
    }
  }

  /** Its end is not far then. */
  #whenKilled(child: Child): void {
    const { kill } = child;
    child.kill = (...args) => {
      this.#ears.heard(true);
      return Reflect.apply(kill, child, args);
    };
  }

  /** One that is given what cannot be sent to it never starts. */
  #whenStarted(worker: Thread, started: () => void): void {
    const { startThread } = worker;
    worker.startThread = () => {
      started();
      return Reflect.apply(startThread, worker, []);
    };
  }

  #calledBack(id: number): void {
    const type = this.#known.get(id);
    if (type !== undefined) {
      this.#jobs.delete(id);
      this.#reads.delete(id);
      this.#before.delete(id);
      this.addons.delete(id);
      this.workers.delete(id); // its one callback is its end
      const isMessage = type === "MESSAGEPORT";
      const reads = type.startsWith("HTTP");
      this.#ears.heard(
        FROM_OUTSIDE.has(type) || (isMessage && this.workers.size > 0),
        reads && this.#hasRead ? EFFORT_OF_PIECE : EFFORT.get(type),
      );
      this.#hasRead = reads;
    }
  }

  /** A FileHandle reads by itself for a web stream, which hears of it; for a blob too, where the blob's reader is waited for. */
  #reading(): readonly number[] {
    return [...this.#reads].filter(
      (id) => this.#files.get(id)?.deref()?.onread !== undefined,
    );
  }

  /** A call that returns nothing calls back, and one that returns a promise settles it; any other is done at once. */
  #countCalls(id: number, job: Job, name: "run" | "write"): void {
    const method = job[name] as (...args: unknown[]) => unknown;
    job[name] = (...args) => {
      const done = Reflect.apply(method, job, args);
      if (done === undefined) {
        this.#begins(id);
      } else if ("then" in Object(done)) {
        this.#countPromise(done as PromiseLike<unknown>); // from Node 24 on, of Web Crypto
      }
      return done;
    };
  }

  #countPromise(promise: PromiseLike<unknown>): void {
    const job = {};
    const done = (): void => this.#isDone(job);
    this.#begins(job);
    // oxlint-disable-next-line promise/no-callback-in-promise -- it is the other way round: done counts the promise
    promise.then(done, done);
  }

  #begins(job: number | object): void {
    this.#ears.begins();
    this.#jobs.add(job);
  }

  #isDone(job: object): void {
    this.#jobs.delete(job);
    this.#ears.heard(false);
  }

  #countPulls(reader: Job): void {
    const { pull } = reader;
    reader.pull = (callback) => {
      const job = {};
      this.#begins(job);
      const done = (...args: unknown[]): void => {
        this.#isDone(job);
        callback(...args);
      };
      return Reflect.apply(pull as typeof done, reader, [done]);
    };
  }

  /** Takes the places of what compiles. @returns a function that gives them back */
  install(): () => void {
    this.#beforeAll = new Set(requests());
    // Node's own types do not name it.
    const { WebAssembly: wasm } = globalThis as unknown as {
      WebAssembly: Record<"compile" | "instantiate", Compile>;
    };
    return replace(wasm, {
      compile: this.#counted(wasm.compile),
      instantiate: this.#counted(wasm.instantiate),
    });
  }

  #counted(compile: Compile): Compile {
    return (...args) => {
      this.#ears.compiles();
      const compiled = compile(...args);
      this.#countPromise(compiled);
      return compiled;
    };
  }
}

/** The requests that end by themselves. Node keeps the spent reads of FileHandles in its list: they have no callback. */
function requests(): readonly Request[] {
  const listed: readonly Request[] = ownProcess?._getActiveRequests?.() ?? [];
  return listed.filter((request) => {
    const type = request.constructor.name;
    return (
      ENDS_BY_ITSELF.has(type) &&
      (type !== "FSReqCallback" || request.oncomplete !== undefined)
    );
  });
}
