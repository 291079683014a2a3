/** The platform's own functions: they refuse what it refuses, and work outside of runs. A browser has no immediates. */
export const real = {
  setTimeout: globalThis.setTimeout.bind(globalThis),
  setInterval: globalThis.setInterval.bind(globalThis),
  clearTimeout: globalThis.clearTimeout.bind(globalThis),
  setImmediate: globalThis.setImmediate?.bind(globalThis),
  clearImmediate: globalThis.clearImmediate?.bind(globalThis),
};

const aTimeout: unknown = real.setTimeout(String);
real.clearTimeout(aTimeout as NodeJS.Timeout);
const anImmediate: unknown = real.setImmediate?.(String);
real.clearImmediate?.(anImmediate as NodeJS.Immediate);

/** Node's own timers know how to end themselves, also where others have wrapped the functions that do so. */
export const ends = {
  timeout: methodOf(aTimeout, "close") ?? real.clearTimeout,
  immediate: methodOf(anImmediate, Symbol.dispose) ?? real.clearImmediate,
};

function methodOf(
  example: unknown,
  name: PropertyKey,
): ((timer: object) => void) | undefined {
  const method: unknown = Reflect.get(Object(example) as object, name);
  return typeof method === "function"
    ? (timer) => void Reflect.apply(method, timer, [])
    : undefined;
}

/** Whether a timer is a number, as in a browser, and not an object with methods, as in Node. */
export const areNumbers = typeof aTimeout === "number";

/** Node's clearImmediate miscounts its immediates if it is given something else. */
export function isRealImmediate(value: unknown): value is NodeJS.Immediate {
  const kind = anImmediate?.constructor;
  return kind !== undefined && value instanceof kind;
}

/** What is called as one of Node's own timers is being made. */
interface Births {
  readonly timeout: (timeout: object) => void;
  readonly immediate: (immediate: object) => void;
}

/**
 * Sees each of Node's own timers as it is made, by whichever function.
 *
 * Their constructors set `_destroyed`, behind the delay and the callback; a setter that they inherit is called then. A
 * hook of async_hooks would see them as well, but makes every promise dearer.
 * @returns a function that ends it
 */
export function watchBirths({ timeout, immediate }: Births): () => void {
  const stops = [trap(aTimeout, timeout), trap(anImmediate, immediate)];
  return () => stops.forEach((stop) => stop());
}

function trap(example: unknown, born: (handle: object) => void): () => void {
  const prototype = Object.getPrototypeOf(example ?? {}) as object;
  const isBare = prototype === Object.prototype || areNumbers;
  // Bun's timers inherit an accessor of that name, which is not to be changed.
  if (isBare || "_destroyed" in prototype) {
    return () => {};
  }
  Object.defineProperty(prototype, "_destroyed", {
    configurable: true,
    set(this: object, value: unknown) {
      const own = { configurable: true, enumerable: true, writable: true };
      Object.defineProperty(this, "_destroyed", { ...own, value });
      born(this);
    },
  });
  return () => Reflect.deleteProperty(prototype, "_destroyed");
}

/** Whether this platform's timers can be seen as they are made: Node's can, those of others cannot. */
export const seesBirths = ((): boolean => {
  let born = 0;
  const count = (): number => born++;
  const stop = watchBirths({ timeout: count, immediate: count });
  real.clearTimeout(real.setTimeout(String));
  real.clearImmediate?.(real.setImmediate?.(String));
  stop();
  return born === 2;
})();
