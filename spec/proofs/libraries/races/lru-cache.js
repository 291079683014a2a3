import { setTimeout as later } from "node:timers/promises";
import { LRUCache } from "lru-cache";

export const latency = 5;
export const breaks = "Error: fetched 2 times";

/** Two ask for what is not there yet: `get`, then `set`, fetches it twice; `fetch` fetches it once for both. */
async function ask(asked) {
  let fetches = 0;
  const load = async (key) => {
    fetches++;
    await later(10);
    return key.toUpperCase();
  };
  const cache = new LRUCache({ max: 10, fetchMethod: load });
  const second = later(15).then(() => asked(cache, load));
  await Promise.all([asked(cache, load), second]);
  if (fetches !== 1) {
    throw new Error(`fetched ${fetches} times`);
  }
}

export const wrong = () =>
  ask(async (cache, load) => {
    const kept = cache.get("key");
    if (kept === undefined) {
      cache.set("key", await load("key"));
    }
  });
export const right = () => ask((cache) => cache.fetch("key"));
