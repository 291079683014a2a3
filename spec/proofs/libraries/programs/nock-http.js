import http from "node:http";
import nock from "nock";

export const elapsed = 350;

function get(url, options) {
  return new Promise((resolve, reject) => {
    const request = http.get(url, options, async (response) => {
      const chunks = await response.toArray();
      resolve(`${response.statusCode} ${Buffer.concat(chunks)}`);
    });
    request.on("timeout", () => request.destroy(new Error("timed out")));
    request.on("error", reject);
  });
}

/** The same through node:http, with a connection that is slow and a body that is. */
export async function main() {
  nock("http://shop.test")
    .get("/items")
    .delay({ head: 100, body: 150 })
    .reply(200, "items")
    .get("/slow")
    .delayConnection(2_000)
    .reply(200, "too late");
  console.log(await get("http://shop.test/items"));
  const slow = get("http://shop.test/slow", { timeout: 100 });
  await slow.catch(({ message }) => console.log(message));
  nock.cleanAll();
}
