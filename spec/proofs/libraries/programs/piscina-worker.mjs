/** What the threads of piscina.js do: a sum, after a while. */
export default async function sum(n) {
  if (n < 0) {
    throw new RangeError(`no sum up to ${n}`);
  }
  await new Promise((resolve) =>
    setTimeout(resolve, n === Infinity ? 60_000 : n),
  );
  return (n * (n + 1)) / 2;
}
