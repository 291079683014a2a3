import { execFileSync } from "node:child_process";

/** Makes the library as users have it: what compiles the source for this program names each function, which costs ten times as much. */
export function buildLibrary(): void {
  execFileSync("npm", ["run", "build"], { stdio: "ignore" });
}

/**
 * A peer's module. The caller gives the types that it needs, so that the types of the project are right whether or not
 * the peers are installed.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
