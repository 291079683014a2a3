/*
 * A cache keeps what was fetched. Whoever asks while the first answer is still on its way finds nothing in it, and fetches
 * once more. So what is kept is not the answer but the promise of it.
 */
import { pass, reply } from "./network.ts";

type Cache = Map<string, string | Promise<string>>;

/** Keeps the answer, once it is there. */
async function keepsAnswer(
  cache: Cache,
  fetch: () => Promise<string>,
): Promise<string> {
  const kept = cache.get("user");
  if (kept !== undefined) {
    return kept;
  }
  const answer = await fetch();
  cache.set("user", answer);
  return answer;
}

/** Keeps the promise of it, at once. */
async function keepsPromise(
  cache: Cache,
  fetch: () => Promise<string>,
): Promise<string> {
  const promise = cache.get("user") ?? fetch();
  cache.set("user", promise);
  return promise;
}

function page(get: typeof keepsAnswer): () => Promise<void> {
  return async () => {
    const cache: Cache = new Map();
    let fetches = 0;
    const fetch = (): Promise<string> => {
      fetches++;
      return reply(10, () => "ann");
    };
    const footer = async (): Promise<void> => {
      await pass(15);
      await get(cache, fetch);
    };
    await Promise.all([get(cache, fetch), footer()]);
    console.log(`fetched ${fetches} times`);
  };
}

export const wrong = page(keepsAnswer);
export const right = page(keepsPromise);
