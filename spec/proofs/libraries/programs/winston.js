import { AsyncLocalStorage } from "node:async_hooks";
import { Writable } from "node:stream";
import winston from "winston";

export const elapsed = 300;

const request = new AsyncLocalStorage();

const withRequest = winston.format((info) => ({
  ...info,
  request: request.getStore() ?? "none",
}));

/** A log that knows the request from a timer, an interval and a queue of promises. */
export async function main() {
  const stream = new Writable({
    write(line, _encoding, done) {
      console.log(String(line).trim());
      setTimeout(done, 10);
    },
  });
  const log = winston.createLogger({
    format: winston.format.combine(withRequest(), winston.format.json()),
    transports: [new winston.transports.Stream({ stream })],
  });
  request.run("a", () => setTimeout(() => log.info("from a timer"), 100));
  request.run("b", () => {
    const interval = setInterval(() => {
      log.info("from an interval");
      clearInterval(interval);
    }, 200);
  });
  await new Promise((resolve) => setTimeout(resolve, 300));
  log.warn("from main");
}
