import { asyncHooks } from "./builtins.ts";
import { replace } from "./replace.ts";
import { isImporting } from "./vitest.ts";

/** What a process always has open: the kit's own timers, and those of a test runner around it. */
const NO_IO = new Set([
  "Timeout",
  "Immediate",
  // Stryker disable next-line StringLiteral: known for speed alone, since there are so many
  "TickObject",
  // Stryker disable next-line StringLiteral: as above
  "PROMISE",
]);
/** Work that ends by itself; anything else that is open, such as a socket, may stay silent for ever. */
const ENDS_BY_ITSELF =
  /(Req|ReqWrap|ReqPromise|ReqCallback|ConnectWrap|WriteWrap|ShutdownWrap|SendWrap|ProcessWrap)$/;

/** Requests to the thread pool, by the names that async_hooks has for them; an HTTP request is none. Each calls back once. */
const THREAD_POOL = /^(?!HTTP).*REQUEST$|^FSREQ|^GETADDRINFOREQWRAP$/;

/** How many quiet laps of the real event loop say that nothing more comes in by itself. */
const QUIET_LAPS = 8;
/** How long they have to last at least where a socket is open: a busy machine takes its time to hand over bytes. */
const QUIET_MS = 10;

const now = performance.now.bind(performance);

/** What async_hooks shows of a socket, a server, a child process, a worker thread. */
interface Handle {
  hasRef(): boolean;
}

/** What async_hooks shows of a compressor. */
interface Compressor {
  write: (...args: unknown[]) => unknown;
}

type Compile = (...args: unknown[]) => Promise<unknown>;

/**
 * Knows whether real I/O that began inside a run is still in flight. Where nobody tells what is open, there is none.
 *
 * Node names what keeps an event loop busy, see https://nodejs.org/api/process.html#processgetactiveresourcesinfo;
 * what was there when the run began is not the run's.
 */
export class IoInFlight {
  readonly #before = count(openResources());
  /** Work that shows in no list, and whose end is known by a call back. */
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
    if (asyncHooks === undefined) {
      return () => {};
    }
    const jobs = this.#jobs;
    const handles = (this.#handles = new Map<number, Handle>());
    const hook = asyncHooks.createHook({
      init: (id, type, _trigger, resource) => {
        if (!NO_IO.has(type)) {
          this.#note(id, type, resource, handles);
        }
      },
      before: (id) => {
        jobs.delete(id);
        if (handles.has(id)) {
          this.stir();
        }
      },
    });
    const restore = this.#countCompiling();
    hook.enable();
    return () => {
      restore();
      hook.disable();
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

  #note(
    id: number,
    type: string,
    resource: object,
    handles: Map<number, Handle>,
  ): void {
    if (THREAD_POOL.test(type)) {
      this.#jobs.add(id); // it calls back once
    } else if (type === "ZLIB") {
      this.#countWrites(id, resource as Compressor);
    } else if ("hasRef" in resource) {
      handles.set(id, resource as Handle);
      if (type === "PROCESSWRAP") {
        this.#children.add(resource as Handle);
      }
    }
  }

  #countWrites(id: number, compressor: Compressor): void {
    const { write } = compressor;
    compressor.write = (...args) => {
      this.#jobs.add(id); // each write calls back
      return Reflect.apply(write, compressor, args);
    };
  }

  /** @returns a function that ends it */
  #countCompiling(): () => void {
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
      const job = Symbol("WebAssembly");
      const done = (): boolean => this.#jobs.delete(job);
      this.#jobs.add(job);
      const compiled = compile(...args);
      // oxlint-disable-next-line promise/no-callback-in-promise -- it is the other way round: done counts the promise
      compiled.then(done, done);
      return compiled;
    };
  }

  #underWay(): { readonly inFlight: boolean; readonly open: boolean } {
    const types = this.#typesSinceStart();
    return {
      inFlight:
        types.some((type) => ENDS_BY_ITSELF.test(type)) ||
        this.#jobs.size > 0 ||
        [...this.#children].some((child) => child.hasRef()),
      open:
        this.#handles === undefined ? types.length > 0 : hasOpen(this.#handles),
    };
  }

  #typesSinceStart(): string[] {
    const left = new Map(this.#before);
    return openResources().filter((type) => {
      const number = left.get(type) ?? 0;
      left.set(type, number - 1);
      return number <= 0 && !NO_IO.has(type);
    });
  }
}

function openResources(): string[] {
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  return process?.getActiveResourcesInfo?.() ?? [];
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
