import { createTask, gather, sleep } from "async-patterns";

export async function main(): Promise<void> {
  const boil = async (what: string, ms: number, signal: AbortSignal) => {
    await sleep(ms, { signal });
    return `${what} after ${ms} ms`;
  };
  const egg = createTask((signal) => boil("egg", 300, signal));
  const tea = createTask((signal) => boil("tea", 200, signal));
  const stew = createTask((signal) => boil("stew", 9_000, signal));
  console.log(await gather(egg, tea)); // in this order, whoever is first
  stew.cancel("nobody is hungry"); // aborts its signal
  await stew.catch((reason: unknown) => console.log(reason));
}
