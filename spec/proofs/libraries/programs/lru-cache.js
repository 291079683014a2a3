import { setTimeout as later } from "node:timers/promises";
import { LRUCache } from "lru-cache";

export const elapsed = 800;

/** A cache with a time to live, which fetches what it does not have, once for all who ask. */
export async function main() {
  let fetches = 0;
  const cache = new LRUCache({
    max: 2,
    ttl: 300,
    fetchMethod: async (key) => {
      fetches++;
      await later(100);
      return `${key} ${fetches}`;
    },
  });
  console.log(await Promise.all([cache.fetch("a"), cache.fetch("a")]));
  await later(100);
  console.log(cache.get("a"), Math.round(cache.getRemainingTTL("a")) <= 300);
  await later(400);
  console.log(cache.get("a"));
  console.log(await cache.fetch("b"), await cache.fetch("b"), fetches);
  await later(100);
  cache.set("c", "c").set("d", "d");
  console.log([...cache.keys()]);
}
