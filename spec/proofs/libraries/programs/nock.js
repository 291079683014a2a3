import nock from "nock";

export const elapsed = 402;

/** Replies that take their time, without a network. */
export async function main() {
  nock("http://shop.test")
    .get("/items")
    .delay(300)
    .reply(200, [{ id: 1 }])
    .get("/slow")
    .delay(2_000)
    .reply(200, "too late")
    .post("/items", { id: 2 })
    .replyWithError("connection lost");
  const response = await fetch("http://shop.test/items");
  console.log(response.status, await response.json());
  const signal = AbortSignal.timeout(100);
  await fetch("http://shop.test/slow", { signal }).catch(({ name }) =>
    console.log(name),
  );
  const body = JSON.stringify({ id: 2 });
  await fetch("http://shop.test/items", { method: "POST", body }).catch(
    (error) => console.log(error.cause?.message ?? error.message),
  );
  console.log(nock.isDone());
  nock.cleanAll();
  nock.restore();
  nock.activate();
}
