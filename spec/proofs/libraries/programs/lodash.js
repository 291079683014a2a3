import { setTimeout as later } from "node:timers/promises";
import lodash from "lodash";

export const elapsed = 1_000;

/** A debounced save and a throttled scroll. */
export async function main() {
  const save = lodash.debounce((text) => console.log("saves", text), 250, {
    maxWait: 375,
  });
  const scroll = lodash.throttle((y) => console.log("scrolls to", y), 400);
  for (const n of [1, 2, 3, 4]) {
    save(n);
    scroll(n);
    await later(150);
  }
  await later(400);
  save("last");
  save.flush();
  scroll("top");
  scroll.cancel();
}
