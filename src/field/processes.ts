import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("worker-process.ts", import.meta.url));
const PROJECT = fileURLToPath(new URL("../..", import.meta.url));

/**
 * Starts a process with a worker on the server at `url`, and ends it by SIGTERM when `signal` aborts.
 *
 * @returns resolves when the process has ended with 0, rejects if it ends in another way; undefined where there is no
 *   server: nobody else can have the database of this process
 */
export function startProcess(
  url: string | undefined,
  signal: AbortSignal,
): Promise<void> | undefined {
  return url === undefined ? undefined : ended(forkWorker(url), signal);
}

/** A process that does jobs of the third program until it is killed. */
export function forkWorker(url: string): ChildProcess {
  return fork(SCRIPT, {
    cwd: PROJECT,
    execArgv: ["--conditions=source", "--import", "tsx"],
    env: { ...process.env, DATABASE_URL: url },
  });
}

async function ended(child: ChildProcess, signal: AbortSignal): Promise<void> {
  const end = () => child.kill("SIGTERM");
  signal.addEventListener("abort", end);
  const [code, killed] = (await once(child, "exit")) as [number, string];
  signal.removeEventListener("abort", end);
  if (code !== 0) {
    throw new Error(`Cannot go on: a worker has ended by ${killed ?? code}`);
  }
}
