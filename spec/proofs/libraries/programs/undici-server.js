import { once } from "node:events";
import { createServer } from "node:http";
import { Pool } from "undici";

export const elapsed = 600;

/** A pool of two connections to a server that takes 200 ms for an answer; and one that is asked too much. */
export async function main() {
  const server = createServer((request, response) => {
    setTimeout(() => response.end(`answer to ${request.url}`), 200);
  });
  await once(server.listen(0), "listening");
  const pool = new Pool(`http://localhost:${server.address().port}`, {
    connections: 2,
    pipelining: 1,
  });
  const ask = async (path) => {
    const { body } = await pool.request({ path, method: "GET" });
    return body.text();
  };
  console.log(await Promise.all(["/1", "/2", "/3", "/4"].map(ask)));
  console.log(await ask("/5"));
  await pool.close();
  server.close();
  await once(server, "close");
}
