import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, open, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { Program, Transcript } from "./program.ts";

const oracle = fileURLToPath(new URL("cpython/oracle.py", import.meta.url));
const candidates = ["python3.14", "python3.13", "python3", "python"];

/** The first with all that the Python side cannot add. */
const OLDEST = "3.11";
/** The first with queues that can be shut down. What older ones lack, the Python side adds. */
const COMPLETE = "3.13";

/** A Python that can be asked. */
export interface Python {
  readonly command: string;
  readonly version: string;
  /** Whether the Python side adds nothing to it. */
  readonly isComplete: boolean;
}

/** What CPython says of a program. */
export interface Answer {
  readonly transcript: Transcript;
  /** How often things happened that make a program worth running. */
  readonly counts: Readonly<Record<string, number>>;
}

/**
 * Finds a Python that is new enough: the given command, or the first on the path.
 *
 * @throws Error if there is none
 */
export async function findPython(command?: string): Promise<Python> {
  const found: string[] = [];
  for (const candidate of command === undefined ? candidates : [command]) {
    const version = await versionOf(candidate);
    if (version !== undefined && isFrom(OLDEST, version)) {
      const isComplete = isFrom(COMPLETE, version);
      return { command: candidate, version, isComplete };
    }
    found.push(`${candidate} is ${version ?? "missing"}`);
  }
  throw new Error(
    `Cannot ask CPython: it takes version ${OLDEST} or newer, received: ${found.join(", ")}`,
  );
}

async function versionOf(command: string): Promise<string | undefined> {
  const code =
    "import platform as p; print(p.python_implementation(), p.python_version())";
  try {
    const { stdout } = await promisify(execFile)(command, ["-c", code]);
    return /^CPython (\S+)/.exec(stdout)?.[1];
  } catch {
    return undefined;
  }
}

function isFrom(oldest: string, version: string): boolean {
  return version.localeCompare(oldest, "en", { numeric: true }) >= 0;
}

/**
 * Gives several programs to one Python process. It reads and writes files, since a pipe would keep the event loop busy
 * while programs run on this side.
 *
 * @returns a function that waits for its answers, in the order of the programs
 */
export async function askPython(
  { command }: Python,
  programs: readonly Program[],
): Promise<() => Promise<Answer[]>> {
  const folder = await mkdtemp(join(tmpdir(), "parity-"));
  const question = join(folder, "programs.jsonl");
  const answer = join(folder, "answers.jsonl");
  const lines = programs.map((program) => `${JSON.stringify(program)}\n`);
  await writeFile(question, lines.join(""));
  const input = await open(question);
  const output = await open(answer, "w");
  // -B: no __pycache__ beside the sources
  const child = spawn(command, ["-B", oracle], {
    stdio: [input.fd, output.fd, "inherit"],
  });
  const ended = once(child, "close");
  return async () => {
    const [code] = (await ended) as [number | null];
    await Promise.all([input.close(), output.close()]);
    const text = await readFile(answer, "utf8");
    await rm(folder, { recursive: true });
    if (code !== 0) {
      throw new Error(
        `Cannot ask CPython: ${command} ended with code ${code}, see above`,
      );
    }
    return parseLines<Answer>(text);
  };
}

/** The values of a text that has a JSON on each line. */
export function parseLines<T>(text: string): T[] {
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => JSON.parse(line) as T);
}
