import { queryObjects } from "node:v8";
import { vi } from "vitest";

/** How many instances of a class are left once the garbage is collected: https://nodejs.org/api/v8.html#v8queryobjectsctor-options */
export function alive(aClass: new (...args: never[]) => object): number {
  const silenced = vi.spyOn(process, "emitWarning").mockReturnValue(); // queryObjects counts as experimental
  try {
    return queryObjects(aClass, { format: "count" });
  } finally {
    silenced.mockRestore();
  }
}
