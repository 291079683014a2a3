import "../../../../src/testing/first.ts"; // underscore takes Date.now as it is loaded
import { setTimeout as later } from "node:timers/promises";
import _ from "underscore";

export const elapsed = 1_100;

/** A debounced save and a throttled scroll, and what is put off. */
export async function main() {
  const save = _.debounce((text) => console.log("saves", text), 250);
  const scroll = _.throttle((y) => console.log("scrolls to", y), 400);
  _.delay((text) => console.log(text), 75, "delayed");
  _.defer(() => console.log("deferred"));
  for (const n of [1, 2, 3, 4]) {
    save(n);
    scroll(n);
    await later(150);
  }
  await later(500);
  const start = _.now();
  console.log(start > 0);
}
