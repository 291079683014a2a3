import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL(".", import.meta.url));

/** Installs what the library is measured against, unless it lies there as the lock file has it. */
export function installPeers(): void {
  if (!isInstalled()) {
    console.log("Installing the peers into spec/bench/node_modules …");
    execFileSync(
      "npm",
      ["ci", "--prefix", here, "--ignore-scripts", "--no-audit", "--no-fund"],
      { stdio: ["ignore", "ignore", "inherit"] },
    );
  }
}

/** npm leaves a lock file of what it has installed. */
function isInstalled(): boolean {
  try {
    const installed = statSync(`${here}/node_modules/.package-lock.json`);
    return installed.mtimeMs >= statSync(`${here}/package-lock.json`).mtimeMs;
  } catch {
    return false;
  }
}

/**
 * A peer's module. It is typed by whoever loads it, as far as he needs it: the types of the project hold whether or not
 * the peers are installed.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
