import { once } from "node:events";
import { createServer } from "node:http";
import got from "got";

export const elapsed = 601;

/** A server that is down for two requests, asked again by got; and one that never answers. */
export async function main() {
  let requests = 0;
  const server = createServer((request, response) => {
    if (request.url === "/flaky") {
      response.statusCode = ++requests < 3 ? 503 : 200;
      response.end(`request ${requests}`);
    }
  });
  await once(server.listen(0), "listening");
  const api = got.extend({
    prefixUrl: `http://localhost:${server.address().port}`,
  });
  const calculateDelay = ({ attemptCount }) =>
    attemptCount < 3 ? attemptCount * 100 : 0;
  const retry = { limit: 3, calculateDelay };
  console.log(await api("flaky", { retry }).text());
  await api("never", { timeout: { request: 300 }, retry: { limit: 0 } }).catch(
    ({ name, message }) => console.log(name, message),
  );
  server.closeAllConnections();
  server.close();
}
