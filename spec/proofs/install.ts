import { execFileSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs what one program needs beyond the project, from the package.json and the lock file in its folder, unless
 * that was done since the lock file changed. So the project's own `npm ci` stays lean.
 *
 * @param what in words, for the user who waits for it
 */
export function installIn(folder: string, what: string): void {
  if (!isInstalled(folder)) {
    console.log(`Installing ${what} …`);
    execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
}

/** npm leaves a lock file of what it has installed. */
function isInstalled(folder: string): boolean {
  try {
    const installed = statSync(join(folder, "node_modules/.package-lock.json"));
    const wanted = statSync(join(folder, "package-lock.json"));
    return installed.mtimeMs >= wanted.mtimeMs;
  } catch {
    return false;
  }
}
