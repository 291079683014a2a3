/** Puts own properties over those of the target. @returns a function that takes them away again */
export function replace(target: object, by: object): () => void {
  const before = Object.keys(by).map(
    (key) => [key, Object.getOwnPropertyDescriptor(target, key)] as const,
  );
  for (const [key, value] of Object.entries(by)) {
    Object.defineProperty(target, key, {
      value: value as unknown,
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return () => {
    for (const [key, descriptor] of before) {
      if (descriptor === undefined) {
        Reflect.deleteProperty(target, key);
      } else {
        Object.defineProperty(target, key, descriptor);
      }
    }
  };
}
