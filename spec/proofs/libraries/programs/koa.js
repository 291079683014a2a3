import { once } from "node:events";
import { setTimeout as later } from "node:timers/promises";
import Koa from "koa";

export const elapsed = 400;

/** Middleware that waits on its way in and out. */
export async function main() {
  const app = new Koa();
  app.use(async (context, next) => {
    console.log(">", context.path);
    await next();
    await later(100);
    console.log("<", context.status);
  });
  app.use(async (context) => {
    await later(100);
    context.body = { path: context.path };
  });
  const server = app.listen(0);
  await once(server, "listening");
  const url = `http://localhost:${server.address().port}`;
  for (const path of ["/a", "/b"]) {
    const response = await fetch(url + path);
    console.log(await response.json());
  }
  server.closeAllConnections();
  server.close();
}
