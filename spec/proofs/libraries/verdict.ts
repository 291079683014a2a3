/** What can be wrong about a program, which has been played in a run and in a search. */
export type Aspect = "run" | "elapsed" | "search";

/** What came of playing a program in one way. */
export interface Found {
  /** What it printed; in a search, what it printed in the ordinary order. */
  readonly output: string;
  /** Milliseconds: real ones in reality, virtual ones in a run. */
  readonly elapsed?: number;
  /** Milliseconds that the program says it takes. */
  readonly expected?: number;
  /** How many schedules a search ran. */
  readonly schedules?: number;
  /** Whether those were all that there are; said of a race alone. */
  readonly complete?: boolean;
  /** The error that the search of a race is to find. */
  readonly breaks?: string;
  /** Why the program, or one schedule of it, did not end well. */
  readonly error?: string;
}

/** What is wrong, in words, by aspect; what is right is absent. */
export type Problems = Partial<Record<Aspect, string>>;

/** What is wrong with a program that prints this in reality. */
export function problemsOf(
  reality: string,
  run: Found,
  search: Found,
): Problems {
  const problems: Record<Aspect, string | undefined> = {
    run: run.error ?? otherOutput(run.output, reality),
    elapsed: run.error === undefined ? otherElapsed(run) : undefined,
    search: search.error ?? otherOutput(search.output, reality),
  };
  const wrong = Object.entries(problems).filter(([, why]) => why !== undefined);
  return Object.fromEntries(wrong);
}

/** Where two outputs differ, if they do. */
export function otherOutput(
  output: string,
  reality: string,
): string | undefined {
  const lines = output.split("\n");
  const real = reality.split("\n");
  const length = Math.max(lines.length, real.length);
  for (let i = 0; i < length; i++) {
    if (lines[i] !== real[i]) {
      return `line ${i + 1} is ${shownLine(lines[i])}, in reality ${shownLine(real[i])}`;
    }
  }
  return undefined;
}

function shownLine(line: string | undefined): string {
  return line === undefined ? "missing" : `'${line}'`;
}

function otherElapsed({ elapsed, expected }: Found): string | undefined {
  return elapsed === expected
    ? undefined
    : `takes ${elapsed} ms, right is ${expected}`;
}

/** A failure that is known, until the kit is mended. */
export interface ExpectedFailure {
  readonly fails: readonly Aspect[];
  readonly reason: string;
}

/** What nobody expected: aspects that fail and are not listed, and listed ones that are right. */
export function surprises(
  problems: Problems,
  expected: ExpectedFailure | undefined,
): string[] {
  const listed = expected?.fails ?? [];
  const unlisted = Object.entries(problems)
    .filter(([aspect]) => !listed.includes(aspect as Aspect))
    .map(([aspect, why]) => `${aspect}: ${why}`);
  const mended = listed
    .filter((aspect) => problems[aspect] === undefined)
    .map((aspect) => `${aspect} is right: take it out of the list`);
  return [...unlisted, ...mended];
}

/** What is wrong with the searches of a race: of its program that breaks, and of the one that does not. */
export function raceProblems(wrong: Found, right: Found): string[] {
  const searches = Object.entries({ wrong, right });
  const isFound = wrong.error !== undefined && wrong.error === wrong.breaks;
  return [
    ...(isFound ? [] : [`it is not found: ${wrong.error ?? "no error"}`]),
    ...(right.error === undefined ? [] : [`the mended one: ${right.error}`]),
    ...searches
      .filter(([, { complete }]) => complete !== true)
      .map(([side]) => `not all schedules of the ${side} program were run`),
  ];
}
