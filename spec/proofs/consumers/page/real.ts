import { cells } from "../../../../src/chapter/contents.ts";
import { main } from "../programs/library.ts";
import type { Played } from "./play.ts";

/** Plays in the page's own time, as the library alone does. */
export async function playAll(): Promise<Played> {
  const printed: Record<string, string[]> = {};
  for (const { number, load } of cells) {
    const cell = await load();
    printed[number] = await printedBy(cell.main);
  }
  const program: string[] = [];
  await main((line) => program.push(line));
  return { cells: printed, program };
}

async function printedBy(main: () => Promise<void>): Promise<string[]> {
  const { log } = console;
  const lines: string[] = [];
  console.log = (text = "") => lines.push(...String(text).split("\n"));
  try {
    await main();
  } finally {
    console.log = log;
  }
  return lines;
}
