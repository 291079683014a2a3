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
  return () => {
    for (const [name, descriptor] of before) {
      if (descriptor === undefined) {
        Reflect.deleteProperty(target, name); // it was inherited
      } else {
        Object.defineProperty(target, name, descriptor);
      }
    }
  };
}
