import { readdirSync } from "node:fs";

/** The programs by name, which is mostly that of their library. */
export const programs: readonly string[] = namesIn("programs");

/** The races by the name of their library. */
export const races: readonly string[] = namesIn("races");

function namesIn(folder: string): string[] {
  return readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(".js"))
    .map((file) => file.replace(".js", ""));
}
