/*
 * Runs the main of the program in a file, which is given to it, in virtual time, and prints as JSON what a page shows of
 * such a run. It has a process of its own: what a browser says to the one that drives it would take part in the run.
 */
import { pathToFileURL } from "node:url";
import { runVirtual, transcriptOf } from "async-patterns/testing";
import type { Seen } from "./play-cases.ts";

const { main } = (await import(
  pathToFileURL(String(process.argv[2])).href
)) as { main: () => Promise<void> };

async function seen(): Promise<Seen> {
  const lines = (run: readonly { at: number; text: string }[]) =>
    run.map(({ at, text }) => [at, text] as const);
  try {
    const run = await runVirtual(main);
    return { lines: lines(run.lines), error: undefined };
  } catch (error) {
    return { lines: lines(transcriptOf(error) ?? []), error: String(error) };
  }
}

console.log(JSON.stringify(await seen()));
