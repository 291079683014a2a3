import type * as library from "../../src/index.ts";
import type * as kit from "../../src/testing/index.ts";
import { anew } from "../anew.ts";

export type Copy = typeof library & typeof kit;

/** Loads a further copy of the library and the kit, which takes this thread as it finds it now. */
export async function freshCopy(): Promise<Copy> {
  return anew(async () => ({
    ...(await import("../../src/index.ts")),
    ...(await import("../../src/testing/index.ts")),
  }));
}
