import { basename } from "node:path";

/** What an async mistake breaks. */
export type Kind =
  | "dropped await"
  | "wake-up"
  | "order"
  | "cancellation"
  | "clean-up"
  | "error"
  | "count"
  | "time";

/** A mistake that somebody could make in one place of the source. */
export interface Mutant {
  /** What goes wrong, in words that can follow "What if". */
  readonly name: string;
  readonly kind: Kind;
  /** Under src/. */
  readonly file: string;
  /** Text that the file has exactly once. Any white space matches any other. */
  readonly find: string;
  readonly replace: string;
  /** Specs whose paths contain one of these texts run first; default: the name of the file. */
  readonly specs?: readonly string[];
}

/** The folders of the specs that judge the mutants. */
export const FOLDERS: readonly string[] = [
  "spec/core/",
  "spec/patterns/",
  "spec/chapter/",
  "spec/player/",
  "spec/testing/",
  "spec/proofs/node-order/",
];

/** Texts in the paths of the specs that should catch it. */
export function specsFor({ file, specs }: Mutant): readonly string[] {
  return specs ?? [basename(file, ".ts")];
}

/** @throws Error if the source has changed, so that it does not have the text exactly once */
export function applied(mutant: Mutant, source: string): string {
  const { name, file, find, replace } = mutant;
  const words = find.trim().split(/\s+/);
  const pattern = new RegExp(words.map(escaped).join("\\s+"), "g");
  const times = source.match(pattern)?.length ?? 0;
  if (times !== 1) {
    throw new Error(
      `Cannot apply the mutant "${name}": it is out of date, src/${file} must contain its text once, received ${times} times: ${find}`,
    );
  }
  return source.replace(pattern, () => replace);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
