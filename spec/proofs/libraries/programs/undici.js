import { Agent, MockAgent, interceptors, request } from "undici";

export const elapsed = 500;

/** A mocked host whose reply takes time, and one that is down for two tries. */
export async function main() {
  const mock = new MockAgent();
  mock.disableNetConnect();
  const pool = mock.get("http://api.test");
  pool.intercept({ path: "/slow" }).reply(200, { ok: true }).delay(200);
  pool.intercept({ path: "/flaky" }).reply(503, "down").times(2);
  pool.intercept({ path: "/flaky" }).reply(200, "up");
  const slow = await request("http://api.test/slow", { dispatcher: mock });
  console.log(slow.statusCode, await slow.body.json());
  const dispatcher = mock.compose(
    interceptors.retry({ minTimeout: 100, timeoutFactor: 2, maxRetries: 3 }),
  );
  const flaky = await request("http://api.test/flaky", { dispatcher });
  console.log(flaky.statusCode, await flaky.body.text());
  await mock.close();
  await new Agent().close();
}
