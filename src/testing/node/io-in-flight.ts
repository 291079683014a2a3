import { createHook } from "node:async_hooks";
import { replace } from "./replace.ts";
import { isImporting } from "./vitest.ts";

/** What the process itself always has: the kit's own timers, and those of a test runner around it. */
const NO_IO = new Set([
  "Timeout",
  "Immediate",
  // Stryker disable next-line StringLiteral: known for speed alone, since there are so many
  "TickObject",
  // Stryker disable next-line StringLiteral: as above
  "PROMISE",
]);
/** Work that ends by itself; anything else that is open, such as a socket, may stay silent for ever. */
const IN_FLIGHT =
  /(Req|ReqWrap|ReqPromise|ReqCallback|ConnectWrap|WriteWrap|ShutdownWrap|SendWrap|ProcessWrap)$/;

/** Requests to the thread pool, by the names that async_hooks has for them; an HTTP request is none. Each calls back once. */
const THREAD_POOL = /^(?!HTTP).*REQUEST$|^FSREQ|^GETADDRINFOREQWRAP$/;

/** Node's own types do not name it. */
const { WebAssembly: wasm } = globalThis as unknown as {
  WebAssembly: Record<
    "compile" | "instantiate",
    (...args: unknown[]) => Promise<unknown>
  >;
};

/** How many quiet laps of the real event loop say that nothing more comes in by itself. */
const QUIET_LAPS = 8;
/** And how long they have to last at least where a socket is open: a busy machine takes its time to hand over bytes. */
const QUIET_MS = 10;

const now = performance.now.bind(performance);

/**
 * Knows whether real I/O that began inside a run is still under way.
 *
 * Node names what keeps an event loop busy, see https://nodejs.org/api/process.html#processgetactiveresourcesinfo;
 * what was there when the run began is not the run's.
 */
export class IoInFlight {
  readonly #before = count(process.getActiveResourcesInfo());
  readonly #jobs = new Set<number | symbol>();
  /** Where they are watched: all handles of the run, some closed. */
  #handles: Map<number, Handle> | undefined;
  /** Of these, the child processes, which all end by themselves; the list of resources may take one for an older one. */
  readonly #children = new Set<Handle>();
  #quietLaps = 0;
  #quietSince = 0;

  /**
   * Sees also what no list of resources names: the work of Node's thread pool, such as hashing and compressing, worker
   * threads, and the compiling of WebAssembly.
   * @returns a function that ends it
   */
  watch(): () => void {
    const jobs = this.#jobs;
    const children = this.#children;
    const handles = (this.#handles = new Map<number, Handle>());
    const hook = createHook({
      init(id, type, _trigger, resource) {
        if (NO_IO.has(type)) {
          return;
        }
        if (THREAD_POOL.test(type)) {
          jobs.add(id); // it calls back once
        } else if (type === "ZLIB") {
          const handle = resource as { write: (...args: unknown[]) => unknown };
          const { write } = handle;
          handle.write = (...args) => {
            jobs.add(id); // each write calls back
            return Reflect.apply(write, handle, args);
          };
        } else if ("hasRef" in resource) {
          handles.set(id, resource as Handle);
          if (type === "PROCESSWRAP") {
            children.add(resource as Handle);
          }
        }
      },
      before: (id) => {
        jobs.delete(id);
        if (handles.has(id)) {
          this.stir();
        }
      },
    }).enable();
    const { compile, instantiate } = wasm;
    const restore = replace(wasm, {
      compile: this.#counted(compile),
      instantiate: this.#counted(instantiate),
    });
    return () => {
      restore();
      hook.disable();
    };
  }

  #counted<Args extends unknown[], T>(
    compile: (...args: Args) => Promise<T>,
  ): (...args: Args) => Promise<T> {
    return (...args) => {
      const job = Symbol("WebAssembly");
      const done = (): boolean => this.#jobs.delete(job);
      this.#jobs.add(job);
      const compiled = compile(...args);
      // oxlint-disable-next-line promise/no-callback-in-promise -- it is the other way round: done counts the promise
      compiled.then(done, done);
      return compiled;
    };
  }

  /** True if the run has to wait for something real before virtual time may go on, or before it is called stuck. */
  isDue(hasTimers: boolean): boolean {
    const { inFlight, open } = this.#underWay();
    if (inFlight) {
      this.#quietLaps = 0;
      return true;
    }
    if (!open && hasTimers) {
      return false;
    }
    if (this.#quietLaps++ === 0) {
      this.#quietSince = now();
    }
    const isQuiet =
      this.#quietLaps > QUIET_LAPS &&
      (!open || now() - this.#quietSince >= QUIET_MS);
    return !isQuiet || ((open || isImporting()) && !hasTimers);
  }

  /** True if it has been quiet for so long that looking again can wait a millisecond. */
  get canRest(): boolean {
    return this.#quietLaps > QUIET_LAPS;
  }

  /** Something happened after all. */
  stir(): void {
    this.#quietLaps = 0;
  }

  #underWay(): { readonly inFlight: boolean; readonly open: boolean } {
    const types = this.#typesSinceStart();
    return {
      inFlight:
        types.some((type) => IN_FLIGHT.test(type)) ||
        this.#jobs.size > 0 ||
        [...this.#children].some((child) => child.hasRef()),
      open:
        this.#handles === undefined ? types.length > 0 : hasOpen(this.#handles),
    };
  }

  #typesSinceStart(): string[] {
    const types = process.getActiveResourcesInfo();
    const left = new Map(this.#before);
    return types.filter((type) => {
      const number = left.get(type) ?? 0;
      left.set(type, number - 1);
      return number <= 0 && !NO_IO.has(type);
    });
  }
}

/** What async_hooks shows of a socket, a server, a child process, a worker thread. */
interface Handle {
  hasRef(): boolean;
}

/** A handle that is closed, or that shall keep nothing alive, has no ref. */
function hasOpen(handles: Map<number, Handle>): boolean {
  for (const [id, handle] of handles) {
    if (handle.hasRef()) {
      return true;
    }
    handles.delete(id);
  }
  return false;
}

function count(types: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const type of types) {
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return counts;
}
