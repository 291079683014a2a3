/*
 * Some rules are tried on programs that nobody thought up, and more of those prove more. `npm test` tries a fixed part, so
 * that it stays quick; `npm run test:long` tries many times as many, the same ones each time.
 */
const isLong = process.env["LONG"] === "true";

/** How many to try: a few in `npm test`, many in `npm run test:long`. */
export function tries(few: number, many: number): number {
  return isLong ? many : few;
}

/** One in so many of them in `npm test`, all of them in `npm run test:long`. */
export function oneIn<T>(nth: number, all: readonly T[]): readonly T[] {
  return all.filter((_, at) => at % tries(nth, 1) === 0);
}
