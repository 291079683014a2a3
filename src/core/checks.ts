/** The value as an error message shows it: short, on one line, strings in quotes. */
export function shown(value: unknown): string {
  if (typeof value === "string") {
    return JSON.stringify(value);
  }
  if (typeof value === "bigint") {
    return `${value}n`;
  }
  if (typeof value === "function") {
    return `function ${value.name}`.trim();
  }
  if (typeof value === "object" && value !== null) {
    const kind = Array.isArray(value) ? "array" : constructorName(value);
    return /^[aeiou]/i.test(kind) ? `an ${kind}` : `a ${kind}`;
  }
  return String(value);
}

function constructorName(value: object): string {
  const name: unknown = (value.constructor as { name?: unknown } | undefined)
    ?.name;
  return typeof name === "string" && name !== "" ? name : "object";
}

/** @throws TypeError if `ms` is no number, RangeError if it is NaN */
export function checkDelay(ms: unknown): void {
  if (typeof ms !== "number") {
    throw new TypeError(
      `Cannot sleep: the delay must be a number of milliseconds, received ${shown(ms)}`,
    );
  }
  if (Number.isNaN(ms)) {
    throw new RangeError(
      "Cannot sleep: the delay must be a number of milliseconds, received NaN",
    );
  }
}

/** @throws RangeError if it is not an integer */
export function checkMaxsize(maxsize: number): void {
  if (!Number.isInteger(maxsize)) {
    throw new RangeError(
      `Cannot create a queue: maxsize must be an integer, received ${shown(maxsize)}`,
    );
  }
}
