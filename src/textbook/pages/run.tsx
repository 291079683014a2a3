import type { VNode } from "preact";
import type { RecordedRun, TestFact } from "../facts.ts";
import { Terminal } from "./terminal.tsx";
import { Timeline } from "./timeline.tsx";

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
export function FurtherRun({
  run: { run, title },
  id,
}: {
  readonly run: TitledRun;
  readonly id: string;
}): VNode {
  return (
    <>
      <Terminal lines={run.lines} label={`Output: ${title}`} />
      <Timeline run={run} id={id} label={`Timeline: ${title}`} />
    </>
  );
}
