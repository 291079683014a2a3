import { setTimeout as later } from "node:timers/promises";
import NodeCache from "node-cache";

export const elapsed = 1_500;

/** A session that expires after a second, and one that is used. */
export async function main() {
  const cache = new NodeCache({ stdTTL: 1, checkperiod: 0.4 });
  cache.on("expired", (key, value) => console.log("expired", key, value));
  cache.set("ann", { cart: 1 });
  cache.set("bob", { cart: 2 });
  await later(500);
  console.log(cache.ttl("bob", 60), cache.get("ann"));
  await later(1_000);
  console.log(cache.has("ann"), cache.get("bob"), cache.getStats().hits);
  cache.close();
}
