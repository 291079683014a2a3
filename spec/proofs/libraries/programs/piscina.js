import { Piscina } from "piscina";

export const elapsed = 0;

const filename = new URL("piscina-worker.mjs", import.meta.url).href;

/** Work in threads: computed, cancelled, failed. */
export async function main() {
  const pool = new Piscina({ filename, minThreads: 2, maxThreads: 2 });
  const sums = await Promise.all([10, 20, 30].map((n) => pool.run(n)));
  console.log(sums);
  const patience = new Promise((resolve) => {
    setTimeout(resolve, 10_000, "no answer");
  });
  console.log(await Promise.race([pool.run(100), patience]));
  const controller = new AbortController();
  const endless = pool.run(Infinity, { signal: controller.signal });
  setImmediate(() => controller.abort());
  await endless.catch(({ name }) => console.log(name));
  await pool.run(-1).catch(({ message }) => console.log(message));
  await pool.destroy();
}
