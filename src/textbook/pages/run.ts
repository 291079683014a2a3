import type { RecordedRun, TestFact } from "../facts.ts";
import type { Markup } from "../markup.ts";
import { terminal } from "./terminal.ts";
import { timeline } from "./timeline.ts";

/** A run that a test left behind, under the test's title. */
export interface TitledRun {
  readonly run: RecordedRun;
  readonly title: string;
}

/** The runs that tests left behind, in order. */
export function runsOf(tests: readonly TestFact[]): TitledRun[] {
  return tests.flatMap(({ run, title }) => (run ? { run, title } : []));
}

/** A further run on a page: what it printed, and its drawing. Its title tells it from the others. */
export function furtherRun({ run, title }: TitledRun, id: string): Markup[] {
  return [
    terminal(run.lines, undefined, `Output: ${title}`),
    timeline(run, id, `Timeline: ${title}`),
  ];
}
