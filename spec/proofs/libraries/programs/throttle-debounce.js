import { setTimeout as later } from "node:timers/promises";
import { debounce, throttle } from "throttle-debounce";

export const elapsed = 1_500;

/** A button that takes one click in half a second, and a filter that waits for the end of typing. */
export async function main() {
  const click = throttle(500, (n) => console.log("click", n), {
    noTrailing: true,
  });
  const filter = debounce(300, (text) => console.log("filters", text));
  for (const n of [1, 2, 3, 4, 5]) {
    click(n);
    filter("typing".slice(0, n));
    await later(200);
  }
  await later(500);
  filter("gone");
  filter.cancel();
}
