/**
 * Puts functions in the place of what the target has by the same names; what it does not have, it does not get. They go by
 * the name and take as many arguments as what was there: a program may look at both.
 * @returns a function that brings back what was there
 */
export function replace(target: object, by: object): () => void {
  const has = target as Record<PropertyKey, unknown>;
  const names = Reflect.ownKeys(by).filter((name) => has[name] !== undefined);
  const before = names.map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  return inTurn(
    before.map(([name, own]) => () => {
      const value = (by as Record<PropertyKey, unknown>)[name];
      lookLike(value, has[name]);
      Object.defineProperty(target, name, {
        value,
        configurable: true,
        enumerable: own?.enumerable !== false,
        writable: true,
      });
      return () => putBack(target, name, own);
    }),
  );
}

/** Has one function show the name of another, and how many arguments that takes. */
export function lookLike(value: unknown, model: unknown): void {
  if (typeof value === "function" && typeof model === "function") {
    for (const shown of ["name", "length"] as const) {
      if (value[shown] !== model[shown]) {
        Object.defineProperty(value, shown, { value: model[shown] });
      }
    }
  }
}

/** Puts a getter in the place of the target's own. @returns a function that brings it back */
export function replaceGetter<T extends object>(
  target: T,
  name: string,
  get: (this: T) => unknown,
): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  if (own?.get === undefined) {
    return () => {};
  }
  Object.defineProperty(target, name, { ...own, get });
  return () => Object.defineProperty(target, name, own);
}

/**
 * Makes one change after another, each of which returns a function that undoes it. Where one cannot be made, those before
 * it are undone.
 * @returns a function that undoes all
 */
export function inTurn(changes: readonly (() => () => void)[]): () => void {
  const made: (() => void)[] = [];
  try {
    for (const change of changes) {
      made.push(change());
    }
  } catch (error) {
    undo(made);
    throw error;
  }
  return () => undo(made);
}

/** Calls each, the latest first and each once, and takes it out; what one of them throws comes out once all were called. */
export function undo(changes: (() => void)[], changesLeft = 0): void {
  try {
    while (changes.length > changesLeft) {
      changes.pop()?.();
    }
  } finally {
    if (changes.length > changesLeft) {
      undo(changes, changesLeft);
    }
  }
}

/** @param own what the target had of its own by that name; undefined where it inherited it */
export function putBack(
  target: object,
  name: PropertyKey,
  own: PropertyDescriptor | undefined,
): void {
  if (own === undefined) {
    delete (target as Record<PropertyKey, unknown>)[name];
  } else {
    Object.defineProperty(target, name, own);
  }
}
