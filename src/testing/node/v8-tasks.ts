import { NativePromise } from "../../core/native-promise.ts";
import { inTurn, replace } from "./replace.ts";

/** Told of what V8 does later, in a task of its own on a lap of the real event loop. */
export interface LateNews {
  /** It comes on one of the next laps. */
  readonly soon: () => void;
  /** From now on, it may come at any moment. */
  readonly always: () => void;
}

interface Scope {
  /** Where a platform shares no memory, there is none. */
  readonly Atomics?: SharedMemory;
  FinalizationRegistry: new (...args: unknown[]) => object;
}

/** Node's own types do not name `waitAsync`, and Node 20.19's V8 has it. */
interface SharedMemory {
  waitAsync?(...args: unknown[]): SharedWait;
  notify(...args: unknown[]): number;
}

interface SharedWait {
  readonly async: boolean;
  readonly value: Promise<string> | string;
}

/**
 * Notes what leads to tasks of V8: registries that are told of collected garbage, and waits for shared memory. The time
 * limits of those waits become virtual.
 * @returns a function that ends it
 */
export function watchV8Tasks(news: LateNews): () => void {
  const scope = globalThis as unknown as Scope;
  const { Atomics: memory } = scope;
  return inTurn([
    () =>
      replace(scope, { FinalizationRegistry: registry(scope, news.always) }),
    ...(memory === undefined ? [] : [() => watchMemory(memory, news)]),
  ]);
}

function watchMemory(memory: SharedMemory, news: LateNews): () => void {
  const notify = memory.notify.bind(memory);
  return replace(memory, {
    notify: (...args: unknown[]) => {
      news.soon();
      return notify(...args);
    },
    waitAsync: virtualWait(memory.waitAsync?.bind(memory)),
  });
}

/** Registries are of one kind, inside and outside. */
function registry(
  { FinalizationRegistry: Real }: Scope,
  note: () => void,
): Scope["FinalizationRegistry"] {
  function Noted(...args: unknown[]): object {
    note();
    const kind = new.target === Noted ? Real : new.target;
    return Reflect.construct(Real, args, kind as Function) as object;
  }
  return Object.defineProperties(
    Noted,
    Object.getOwnPropertyDescriptors(Real),
  ) as unknown as typeof Real;
}

/** A wait with a limit goes on as one without, which nobody hears of once the limit is over. */
function virtualWait(real: SharedMemory["waitAsync"]): typeof real {
  return (array, index, value, limit) => {
    const ms = Number(limit);
    const isLimited = ms > 0 && ms < Infinity;
    const wait = real?.(array, index, value, isLimited ? Infinity : limit);
    return wait?.async === true && isLimited
      ? { async: true, value: within(ms, wait.value) }
      : (wait as SharedWait);
  };
}

function within(ms: number, value: SharedWait["value"]): Promise<string> {
  return new NativePromise((resolve) => {
    const timer = setTimeout(resolve, ms, "timed-out").unref();
    const woken = NativePromise.resolve(value).then(resolve);
    void woken.finally(() => clearTimeout(timer));
  });
}
