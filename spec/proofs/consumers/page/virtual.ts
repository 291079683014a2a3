import { runVirtual } from "async-patterns/testing";
import { cells } from "../../../../src/chapter/contents.ts";
import { main as probe } from "../programs/abilities.ts";
import { main } from "../programs/kit.ts";
import type { Played } from "./play.ts";

/** Plays in virtual time: each line behind its millisecond. */
export async function playAll(): Promise<Played> {
  const printed: Record<string, [number, string][]> = {};
  for (const { number, load } of cells) {
    const cell = await load();
    const { lines } = await runVirtual(cell.main);
    printed[number] = lines.map(({ at, text }) => [at, text]);
  }
  const program: string[] = [];
  await main((line) => program.push(line));
  const abilities: string[] = [];
  await probe((name) => abilities.push(name));
  return { cells: printed, program, abilities };
}
