import { vi } from "vitest";
import type * as library from "../../src/index.ts";
import type * as kit from "../../src/testing/index.ts";

export type Copy = typeof library & typeof kit;

/** Loads a further copy of the library and the kit, which takes this thread as it finds it now. */
export async function freshCopy(): Promise<Copy> {
  vi.resetModules();
  const library = await import("../../src/index.ts");
  const kit = await import("../../src/testing/index.ts");
  vi.resetModules(); // or the next spec would find this copy
  return { ...library, ...kit };
}
