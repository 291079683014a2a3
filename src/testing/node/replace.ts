/**
 * Puts functions in the place of what the target has by the same names; what it does not have, it does not get.
 * @returns a function that brings back what was there
 */
export function replace(target: object, by: object): () => void {
  const has = target as Record<string, unknown>;
  const names = Object.keys(by).filter((name) => has[name] !== undefined);
  const before = names.map(
    (name) => [name, Object.getOwnPropertyDescriptor(target, name)] as const,
  );
  const hidden = new Set(
    before.filter(([, own]) => own?.enumerable === false).map(([name]) => name),
  );
  for (const name of names) {
    Object.defineProperty(target, name, {
      value: (by as Record<string, unknown>)[name],
      configurable: true,
      enumerable: !hidden.has(name),
      writable: true,
    });
  }
  return () =>
    undo(
      before.map(
        ([name, own]) =>
          () =>
            putBack(target, name, own),
      ),
    );
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
  name: string,
  own: PropertyDescriptor | undefined,
): void {
  if (own === undefined) {
    delete (target as Record<string, unknown>)[name];
  } else {
    Object.defineProperty(target, name, own);
  }
}
