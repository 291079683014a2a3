/** What a server answers, so many milliseconds later. In reality it takes a little more or less: see `latency`. */
export async function reply<T>(ms: number, answer: () => T): Promise<T> {
  await new Promise<void>((resolve) => setTimeout(resolve, ms));
  return answer();
}

/** Nothing happens for so many milliseconds. */
export async function pass(ms: number): Promise<void> {
  await reply(ms, () => {});
}
