import type { WaitOptions } from "../../src/core/abort.ts";

/** Waits, and prints how that ends. */
export async function noting<T>(
  name: string,
  begin: (options: WaitOptions) => Promise<T>,
  signal?: AbortSignal,
): Promise<void> {
  await begin({ signal }).then(
    (value) =>
      console.log(
        typeof value === "number" ? `${name}: ${value}` : `${name} goes on`,
      ),
    (reason: unknown) => console.log(`${name} ends: ${String(reason)}`),
  );
}

/** What a promise is rejected with, from now on looked at. */
export async function reasonOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (reason) {
    return reason;
  }
  throw new Error("Cannot give a reason: nothing was thrown");
}
