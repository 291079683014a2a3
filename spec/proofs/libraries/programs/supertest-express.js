import express from "express";
import supertest from "supertest";

export const elapsed = 300;

/** An application with a slow route, an error handler and a middleware that takes the time. */
export async function main() {
  const app = express();
  app.use(express.json());
  app.use((_request, response, next) => {
    const start = Date.now();
    response.on("finish", () => console.log(Date.now() - start >= 0));
    next();
  });
  app.get("/slow/:ms", async ({ params }, response) => {
    await new Promise((resolve) => setTimeout(resolve, Number(params.ms)));
    response.json({ waited: Number(params.ms) });
  });
  app.post("/orders", ({ body }, response) => {
    response.status(201).send(body);
  });
  app.use(({ message }, _request, response, _next) => {
    response.status(500).send(message);
  });
  app.get("/fails", () => Promise.reject(new Error("broken")));
  const api = supertest(app);
  console.log((await api.get("/slow/300")).body);
  console.log((await api.post("/orders").send({ item: "tea" })).body);
  await api.get("/none").expect(404);
}
