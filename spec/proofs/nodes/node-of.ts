import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { installIn } from "../install.ts";

const here = fileURLToPath(new URL("./", import.meta.url));

/**
 * The last Node of a line, such as "22", which npm brings at the first use.
 *
 * @throws Error where there is none for this platform
 */
export function nodeOf(line: string): string {
  installIn(here, "the Nodes");
  const { platform, arch } = process;
  const node = join(
    here,
    `node_modules/node${line}-${platform}-${arch}/bin/node`,
  );
  if (!existsSync(node)) {
    throw new Error(
      `Cannot run Node ${line}: spec/proofs/nodes/package.json has none for ${platform}-${arch}`,
    );
  }
  return node;
}
