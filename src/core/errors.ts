/** The symbol of a name that all copies of this package in the thread know. */
export function shared(name: string): symbol {
  return Symbol.for(`async-patterns.${name}`);
}

/**
 * Names a class of errors, and makes `instanceof` recognise those of another copy of this package in the same thread: a
 * program may well hold two, one of its own and one of a library that it uses.
 */
export function nameError(
  errorClass: abstract new (...args: never[]) => Error,
  name: string,
): void {
  const brand = shared(name);
  Object.defineProperties(errorClass.prototype, {
    name: { value: name, writable: true },
    [brand]: {},
  });
  Object.defineProperty(errorClass, Symbol.hasInstance, {
    value(this: unknown, value: unknown): boolean {
      return this === errorClass
        ? brand in Object(value)
        : Error[Symbol.hasInstance].call(this, value); // a class that extends it
    },
  });
}
