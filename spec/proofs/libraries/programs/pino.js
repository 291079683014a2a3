import { AsyncLocalStorage } from "node:async_hooks";
import pino from "pino";

export const elapsed = 200;

const request = new AsyncLocalStorage();

/** A log in which each line knows its request, also from timers and events. */
export async function main() {
  const write = (line) => console.log(line.trim());
  const log = pino(
    {
      base: undefined,
      timestamp: false,
      mixin: () => request.getStore() ?? {},
    },
    { write },
  );
  const handle = async (ms) => {
    log.info("begins");
    await new Promise((resolve) => setTimeout(resolve, ms));
    log.child({ ms }).warn("ends");
  };
  await Promise.all([
    request.run({ id: 1 }, handle, 200),
    request.run({ id: 2 }, handle, 100),
  ]);
  request.run({ id: 3 }, () => setImmediate(() => log.info("later")));
  const controller = new AbortController();
  request.run({ id: 4 }, () => {
    controller.signal.addEventListener("abort", () => log.info("aborted"));
  });
  await new Promise((resolve) => setImmediate(resolve));
  controller.abort();
  log.info("outside");
}
