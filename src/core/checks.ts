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
  if (typeof value === "object" && value !== null) {
    const kind = safely(
      () => (Array.isArray(value) ? "array" : constructorName(value)),
      "object",
    );
    return /^[aeiou]/i.test(kind) ? `an ${kind}` : `a ${kind}`;
  }
  return String(value);
}

/** What somebody else's value shows of itself; anything may fail that it is asked, and then it shows this. */
export function safely<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

function constructorName(value: object): string {
  const name: unknown = (value.constructor as { name?: unknown } | undefined)
    ?.name;
  return typeof name === "string" && name !== "" ? name : "object";
}

/** @throws TypeError if it is no function */
export function checkFunction(act: string, name: string, value: unknown): void {
  if (typeof value !== "function") {
    throw new TypeError(
      `Cannot ${act}: ${name} must be a function, received ${shown(value)}`,
    );
  }
}
