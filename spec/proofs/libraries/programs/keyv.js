import { setTimeout as later } from "node:timers/promises";
import Keyv from "keyv";

export const elapsed = 600;

/** A store whose values expire. */
export async function main() {
  const store = new Keyv({ ttl: 200 });
  await store.set("session", "ann");
  await store.set("token", "secret", 1_000);
  console.log(await store.get(["session", "token"]));
  await later(400);
  console.log(await store.get(["session", "token"]));
  await store.set("session", "bob", 400);
  await later(200);
  console.log(await store.has("session"), await store.delete("token"));
  await store.clear();
}
