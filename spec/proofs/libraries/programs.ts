import { readdirSync } from "node:fs";

/** The programs by name, which is mostly that of their library. */
export const programs: readonly string[] = readdirSync(
  new URL("programs", import.meta.url),
)
  .filter((file) => file.endsWith(".js"))
  .map((file) => file.replace(".js", ""));
