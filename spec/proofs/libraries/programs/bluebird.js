import Promise from "bluebird";

export const elapsed = 800;

/** Bluebird's own promises, with its own scheduler. */
export async function main() {
  const squares = await Promise.map(
    [4, 1, 2],
    (n) => Promise.delay(n * 100, n * n).tap(() => console.log("did", n)),
    { concurrency: 2 },
  );
  console.log(squares);
  // oxlint-disable-next-line promise/valid-params -- bluebird's own catch, which takes a class first
  await Promise.delay(500)
    .timeout(200, "too slow")
    .catch(Promise.TimeoutError, (error) => console.log(error.message));
  const add = (sum, n) => Promise.delay(100, sum + n);
  console.log(await Promise.reduce([1, 2], add, 0));
}
