import { slowClock } from "./slow-clock.ts";

/** The part of the package that this build is for. */
declare const PART: "library" | "kit";

/** What was printed: by each cell, by the program for this part, and by that which tells what the kit can do here. */
export interface Played {
  readonly cells: Record<string, unknown>;
  readonly program: readonly string[];
  readonly abilities?: readonly string[];
}

/** What is said to whoever looks at the page. */
export type Outcome =
  { readonly played: Played } | { readonly failure: string };

/** Plays the whole chapter, in virtual time where the build is for the kit. Never rejects. */
export async function play(): Promise<Outcome> {
  try {
    if (PART === "kit") {
      const { playAll } = await import("./virtual.ts");
      return { played: await playAll() };
    }
    slowClock();
    const { playAll } = await import("./real.ts");
    return { played: await playAll() };
  } catch (error) {
    return { failure: String((error as Error).stack) };
  }
}
