/** The value as an error message shows it: short, on one line, strings in quotes. */
export function shown(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "bigint") {
    return `${value}n`;
  }
  if (typeof value === "function") {
    return safely(() => `function ${value.name}`.trim(), "function");
  }
  if (Object(value) !== value) {
    return String(value);
  }
  const named = (): unknown => {
    const { name } = (value as object).constructor;
    return Array.isArray(value) ? "array" : name;
  };
  const kind = safely(named, "");
  return typeof kind === "string" && kind
    ? `${/^[aeiou]/i.test(kind) ? "an" : "a"} ${kind}`
    : "an object";
}

/** What somebody else's value shows of itself; anything may fail that it is asked, and then it shows this. */
export function safely<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

/** The message of an error about a value that cannot be taken. */
export function cannot(act: string, why: string, received: unknown): string {
  return `Cannot ${act}: ${why}, received ${shown(received)}`;
}

/** @throws TypeError, or an error of another class, unless the value can be taken */
export function checkKind(
  isRight: boolean,
  act: string,
  why: string,
  received: unknown,
  ErrorClass: new (message: string) => Error = TypeError,
): asserts isRight {
  if (!isRight) {
    throw new ErrorClass(cannot(act, why, received));
  }
}

/** @throws Error, or one of another class, unless it can be done now */
export function checkState(
  isRight: boolean | undefined,
  act: string,
  why: string,
  ErrorClass: new (message: string) => Error = Error,
): asserts isRight {
  if (!isRight) {
    throw new ErrorClass(`Cannot ${act}: ${why}`);
  }
}

/** Whether there is such a method; asked of anything. */
export function hasMethod(value: unknown, name: PropertyKey): boolean {
  return typeof Object(value)[name] === "function";
}

export function isIterable(value: unknown): value is Iterable<unknown> {
  return hasMethod(value, Symbol.iterator);
}

/** @throws RangeError if it is no whole number, or less */
export function checkWhole(
  act: string,
  name: string,
  value: unknown,
  least: number,
): void {
  checkKind(
    Number.isInteger(value) && (value as number) >= least,
    act,
    `${name} must be a whole number from ${least} on`,
    value,
    RangeError,
  );
}

/** @throws TypeError if it is no number, RangeError if it is NaN */
export function checkTime(act: string, name: string, ms: unknown): void {
  const isNumber = typeof ms === "number";
  checkKind(
    isNumber && !Number.isNaN(ms),
    act,
    `${name} must be a number of milliseconds`,
    ms,
    isNumber ? RangeError : TypeError,
  );
}

/** @throws TypeError if it is no function */
export function checkFunction(act: string, name: string, value: unknown): void {
  const isFunction = typeof value === "function";
  checkKind(isFunction, act, `${name} must be a function`, value);
}
