/*
 * Runs the main of each program whose file stands in a line of the input, one behind the other, in virtual time, and
 * prints for each a line of JSON: what a page shows of such a run. It is a process of its own, since what a browser says
 * to the one that drives it would take part in the run. For the same reason it reads and writes at a standstill.
 */
import { readSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { runVirtual, transcriptOf } from "async-patterns/testing";
import type { Seen } from "./play-cases.ts";

type Main = () => Promise<void>;

for (const file of filesAsked()) {
  const { main } = (await import(pathToFileURL(file).href)) as { main: Main };
  writeSync(1, `${JSON.stringify(await seen(main))}\n`);
}

/** Who asks sends a line, and none before it has its answer. */
function* filesAsked(): Generator<string> {
  const line = Buffer.alloc(10_000);
  for (let size; (size = readSync(0, line)) > 0;) {
    yield line.toString("utf8", 0, size).trimEnd();
  }
}

async function seen(main: Main): Promise<Seen> {
  const lines = (run: readonly { at: number; text: string }[]) =>
    run.map(({ at, text }) => [at, text] as const);
  try {
    const run = await runVirtual(main);
    return { lines: lines(run.lines), error: undefined };
  } catch (error) {
    return { lines: lines(transcriptOf(error) ?? []), error: String(error) };
  }
}
