import type { VirtualRun } from "async-patterns/testing";
import {
  cells as chapter,
  type Cell,
  type CellModule,
} from "../chapter/contents.ts";

/** What the process ends with: 0 all went well, 1 a cell failed, 2 the arguments make no sense. */
export type ExitCode = 0 | 1 | 2;

/** The options and what they do, as the help shows them. */
const OPTIONS: ReadonlyMap<string, string> = new Map([
  [
    "--virtual",
    "play in virtual time: at once, each line with its millisecond",
  ],
  ["--list", "show the table of contents instead"],
  ["--help", "show this text instead"],
]);

const RULE_WIDTH = 72;

/**
 * Does what `npm start -- ARGS` asks for; prints through the console.
 *
 * - One cell alone prints its own output and nothing else; of several, each stands under its heading.
 * - Cells play in the order given, as often as given; the first that throws ends the play.
 *
 * @param args numbers of cells and options, in any order; all cells where no number is given
 * @param cells the table of contents, by default the chapter's
 */
export async function play(
  args: readonly string[],
  cells: readonly Cell[] = chapter,
): Promise<ExitCode> {
  const unknown = args.find((arg) => !OPTIONS.has(arg) && !find(cells, arg));
  if (unknown !== undefined) {
    console.error(complaint(unknown, cells));
    return 2;
  }
  const named = args.flatMap((arg) => find(cells, arg) ?? []);
  const chosen = named.length > 0 ? named : cells;
  if (args.includes("--help")) {
    console.log(help(cells));
    return 0;
  }
  if (args.includes("--list")) {
    console.log(listOf(chosen));
    return 0;
  }
  return playAll(chosen, args.includes("--virtual") ? playVirtual : playReal);
}

/** A printed line behind the millisecond at which it was printed. */
export function stamp({
  at,
  text,
}: VirtualRun<unknown>["lines"][number]): string {
  const time = `${String(at).padStart(4)} ms |`;
  return text === "" ? time : `${time} ${text}`;
}

async function playAll(
  cells: readonly Cell[],
  playOne: (cell: CellModule) => Promise<void>,
): Promise<ExitCode> {
  for (const [index, cell] of cells.entries()) {
    if (cells.length > 1) {
      console.log(headingOf(cell, cells[index - 1]));
    }
    try {
      await playOne(await cell.load());
    } catch (error) {
      console.error(`Cell ${labelOf(cell)} failed:`, error);
      return 1;
    }
  }
  return 0;
}

function playReal(cell: CellModule): Promise<void> {
  return cell.main();
}

async function playVirtual(cell: CellModule): Promise<void> {
  // Only here is the test kit needed; real time starts faster without it.
  const { runVirtual } = await import("async-patterns/testing");
  // The failure is carried out as a result, so that what was printed before it is still shown.
  const { lines, result: failure } = await runVirtual(async () => {
    try {
      await cell.main();
      return undefined;
    } catch (error) {
      return { error };
    }
  });
  for (const line of lines) {
    console.log(stamp(line));
  }
  if (failure !== undefined) {
    throw failure.error;
  }
}

function find(cells: readonly Cell[], arg: string): Cell | undefined {
  if (!/^\d+$/.test(arg)) {
    return undefined;
  }
  return cells.find(({ number }) => number === Number(arg));
}

function complaint(arg: string, cells: readonly Cell[]): string {
  const options = [...OPTIONS.keys()].join(", ");
  return `Cannot play: the cells are ${rangeOf(cells)}, the options ${options}, received ${JSON.stringify(arg)}`;
}

function rangeOf(cells: readonly Cell[]): string {
  const numbers = cells.map(({ number }) => number);
  return `${Math.min(...numbers)} to ${Math.max(...numbers)}`;
}

function help(cells: readonly Cell[]): string {
  return [
    "Usage: npm start -- [CELL ...] [OPTION ...]",
    "",
    `Plays the cells, ${rangeOf(cells)}, in the order given; all of them where none is given.`,
    "",
    ...Array.from(
      OPTIONS,
      ([name, effect]) => `  ${name.padEnd(9)}  ${effect}`,
    ),
  ].join("\n");
}

function listOf(cells: readonly Cell[]): string {
  const lines = cells.flatMap((cell, index) => {
    const line = `  ${String(cell.number).padStart(2)}  ${cell.title}`;
    if (!opensSection(cell, cells[index - 1])) {
      return [line];
    }
    return [...(index > 0 ? [""] : []), cell.section.title, line];
  });
  return lines.join("\n");
}

function headingOf(cell: Cell, previous: Cell | undefined): string {
  const lines = previous === undefined ? [] : [""];
  if (opensSection(cell, previous)) {
    lines.push(rule("━", cell.section.title), "");
  }
  return [...lines, rule("─", labelOf(cell))].join("\n");
}

function opensSection(cell: Cell, previous: Cell | undefined): boolean {
  return cell.section !== previous?.section;
}

function labelOf({ number, title }: Cell): string {
  return `${number} · ${title}`;
}

function rule(line: string, text: string): string {
  return `${line}${line} ${text} `.padEnd(RULE_WIDTH, line);
}
