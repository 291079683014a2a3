import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { findPython, type Python } from "../parity/cpython.ts";
import type { Measured } from "./contest.ts";

const script = fileURLToPath(new URL("python/measure.py", import.meta.url));

/** A Python that measures asyncio. */
export interface Asyncio {
  readonly version: string;
  /** Puts a question to `measure.py`. */
  measure(question: Readonly<Record<string, unknown>>): Promise<Measured>;
  close(): void;
}

/** Starts a Python that answers until it is closed; undefined where there is none. */
export async function startAsyncio(): Promise<Asyncio | undefined> {
  let python: Python;
  try {
    python = await findPython();
  } catch {
    return undefined;
  }
  // -B: no __pycache__ beside the sources
  const child = spawn(python.command, ["-B", script], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const answers = createInterface(child.stdout)[Symbol.asyncIterator]();
  return {
    version: python.version,
    measure: async (question) => {
      child.stdin.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await answers.next();
      if (done === true) {
        throw new Error("Cannot measure asyncio: Python has ended, see above");
      }
      return { ms: Number(value) };
    },
    close: () => child.stdin.end(),
  };
}
