import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import type { Readable } from "node:stream";
import type { Way } from "./play.ts";
import type { Found } from "./verdict.ts";

/** Real milliseconds that a process has to load what it plays; a busy machine takes its time. */
const LOADING_MS = 120_000;
/** And then to play it; after that it counts as one that hangs. */
const PLAYING_MS = 40_000;

/** Plays a program, `programs/p-queue`, in a process of its own, so that one that hangs or dies is a row of the table and not its end. */
export async function playInOwnProcess(
  program: string,
  way: Way,
): Promise<Found> {
  const child = spawn(
    process.execPath,
    ["--import", "tsx", "play.ts", `${program}.js`, way],
    { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "pipe", "pipe"] },
  );
  const give = (ms: number): NodeJS.Timeout =>
    setTimeout(() => child.kill("SIGKILL"), ms);
  let limit = give(LOADING_MS);
  const streams = [1, 2, 3].map((number) => child.stdio[number] as Readable);
  streams[2]?.once("data", () => {
    clearTimeout(limit);
    limit = give(PLAYING_MS); // it says that it has loaded
  });
  const [output = "", complaints = "", found = ""] = await Promise.all(
    streams.map((stream) => text(stream)),
  );
  const how = await ended(child);
  clearTimeout(limit);
  return found.trim() === ""
    ? { output, error: child.killed ? "hangs" : death(how, complaints) }
    : { output, ...(JSON.parse(found) as object) };
}

async function ended(child: ChildProcess): Promise<string> {
  if (child.exitCode === null && child.signalCode === null) {
    await once(child, "exit");
  }
  return `${child.exitCode ?? child.signalCode}`;
}

/** What a process that ended by itself has to say: its error, or else nothing but its exit code. */
function death(how: string, complaints: string): string {
  const [error] = /^.*Error.*$/m.exec(complaints) ?? [];
  return `ends with ${how}${error === undefined ? "" : `: ${error}`}`;
}
