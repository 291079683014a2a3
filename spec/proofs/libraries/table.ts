import type { Aspect, Found, Problems } from "./verdict.ts";

/** A program, and how it was played. */
interface Played {
  readonly program: string;
  readonly libraries: readonly string[];
  readonly reality: { readonly elapsed: number } | undefined;
  readonly run: Found;
  readonly search: Found;
}

export const head = row("program", "reality", "run", "elapsed", "search", "");

/** A program as a line of the table; a cross stands for what is wrong. */
export function rowOf(played: Played, problems: Problems): string {
  const { program, libraries, reality, run, search } = played;
  const cell = (aspect: Aspect, right: string): string =>
    problems[aspect] === undefined ? right : "✗";
  return row(
    program,
    reality === undefined ? "–" : `${reality.elapsed} ms`,
    cell("run", "same"),
    cell("elapsed", run.elapsed === undefined ? "–" : `${run.elapsed} ms`),
    cell("search", `${search.schedules}`),
    libraries.join(", "),
  );
}

export const headOfRaces = raceRow("race", "found", "mended", "");

/** A race as a line of its table: of how many schedules one breaks it, and of how many none breaks the mended program. */
export function raceRowOf(
  race: string,
  libraries: readonly string[],
  wrong: Found,
  right: Found,
): string {
  return raceRow(
    race,
    wrong.error === wrong.breaks ? `of ${wrong.schedules}` : "✗",
    right.error === undefined ? `of ${right.schedules}` : "✗",
    ` ${wrong.error ?? ""} (${libraries.join(", ")})`,
  );
}

function raceRow(
  race: string,
  found: string,
  mended: string,
  how: string,
): string {
  const cells = [race.padEnd(22), found.padStart(9), mended.padStart(9), how];
  return cells.join(" ").trimEnd();
}

function row(
  program: string,
  reality: string,
  run: string,
  elapsed: string,
  search: string,
  libraries: string,
): string {
  const cells = [
    program.padEnd(22),
    reality.padStart(9),
    run.padStart(6),
    elapsed.padStart(9),
    search.padStart(8),
    ` ${libraries}`,
  ];
  return cells.join(" ").trimEnd();
}
