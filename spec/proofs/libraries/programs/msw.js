import { HttpResponse, delay, http } from "msw";
import { setupServer } from "msw/node";

export const elapsed = 700;

const server = setupServer(
  http.get("http://api.test/user/:id", async ({ params }) => {
    await delay(300);
    return HttpResponse.json({ id: params.id });
  }),
  http.get("http://api.test/down", () => HttpResponse.error()),
  http.post("http://api.test/orders", async ({ request }) => {
    const order = await request.json();
    await delay(400);
    return HttpResponse.json(order, { status: 201 });
  }),
);

/** Requests that a mocked server answers with delay. */
export async function main() {
  server.listen({ onUnhandledRequest: "error" });
  const user = await fetch("http://api.test/user/7");
  console.log(await user.json());
  await fetch("http://api.test/down").catch(({ name }) => console.log(name));
  const order = await fetch("http://api.test/orders", {
    method: "POST",
    body: JSON.stringify({ item: "tea" }),
  });
  console.log(order.status, await order.text());
  server.close();
}
