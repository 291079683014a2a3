import { setTimeout as later } from "node:timers/promises";
import { v1, v4, v7, validate, version } from "uuid";

export const elapsed = 200;

/** Ids that sort by the time at which they were made. */
export async function main() {
  const first = v7();
  await later(100);
  const second = v7();
  await later(100);
  console.log(first < second, [v1(), v4(), v7()].map(version));
  console.log(validate(first), validate("not one"));
}
