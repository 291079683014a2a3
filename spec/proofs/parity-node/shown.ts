/** What programs throw and abort with. */
export class ProgramError extends Error {
  override name = "ProgramError";

  constructor(number: number) {
    super(`E${number}`);
  }
}

/** A value as programs print it: errors with what a caller can tell them apart by. */
export function shown(value: unknown): string {
  if (value instanceof ProgramError) {
    return value.message;
  }
  if (value instanceof AggregateError) {
    return `${value.name} ${shown(value.errors)}`;
  }
  if (value instanceof Error) {
    const { name, message, cause } = value;
    const because = cause === undefined ? "" : ` because ${shown(cause)}`;
    return `${name} ${message}${because}`;
  }
  if (Array.isArray(value)) {
    return `[${value.map(shown).join(", ")}]`;
  }
  if (typeof value === "object" && value !== null) {
    const parts = Object.entries(value).map(
      ([key, of]) => `${key} ${shown(of)}`,
    );
    return `{${parts.join(", ")}}`;
  }
  return String(value);
}
