import { once } from "node:events";
import { createServer } from "node:http";
import axios from "axios";

export const elapsed = 700;

/** A server that answers late, and later than the client waits. */
export async function main() {
  const server = createServer((request, response) => {
    const ms = Number(new URL(request.url, "http://x").searchParams.get("ms"));
    setTimeout(() => response.end(JSON.stringify({ ms })), ms);
  });
  await once(server.listen(0), "listening");
  const baseURL = `http://localhost:${server.address().port}`;
  const api = axios.create({ baseURL, timeout: 300 });
  console.log((await api.get("/", { params: { ms: 200 } })).data);
  await api
    .get("/", { params: { ms: 5_000 } })
    .catch(({ code, message }) => console.log(code, message));
  const signal = AbortSignal.timeout(200);
  await api
    .get("/", { params: { ms: 5_000 }, signal })
    .catch(({ code }) => console.log(code));
  server.closeAllConnections();
  server.close();
}
