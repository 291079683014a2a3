import type { WaitOptions } from "../../src/core/wait.ts";

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
