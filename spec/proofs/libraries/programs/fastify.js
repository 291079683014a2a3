import { setTimeout as later } from "node:timers/promises";
import fastify from "fastify";

export const elapsed = 500;

/** An application with a plugin that takes its time, asked without a network. */
export async function main() {
  const app = fastify();
  app.register(async (scope) => {
    await later(200);
    scope.get("/slow", async () => {
      await later(300);
      return { slow: true };
    });
    scope.get("/fails", () => Promise.reject(new Error("broken")));
  });
  app.addHook("onResponse", async ({ url }) => console.log("answered", url));
  const slow = await app.inject("/slow");
  console.log(slow.statusCode, slow.json());
  const fails = await app.inject("/fails");
  console.log(fails.statusCode, fails.json().message);
  await app.close();
}
