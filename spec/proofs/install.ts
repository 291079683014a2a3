import { spawnSync } from "node:child_process";
import { statSync } from "node:fs";
import { join } from "node:path";

/**
 * Installs what one program needs beyond the project, from the package.json and the lock file in its folder, unless
 * that was done since the lock file changed. So the project's own `npm ci` stays lean. Where that fails, the program ends
 * with a line that says so, below npm's own.
 *
 * @param what in words, for the user who waits for it
 */
export function installIn(folder: string, what: string): void {
  if (!isInstalled(folder)) {
    console.log(`Installing ${what} …`);
    const npm = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status } = spawnSync("npm", npm, {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    });
    if (status !== 0) {
      console.error(`Cannot install ${what}: npm ci has failed`);
      process.exit(1);
    }
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
