import type { Place } from "../../testing/index.ts";
import type { RecordedRun, RunEvent } from "../facts.ts";
import type { Step } from "./turns.ts";

/**
 * The lines of a file that a step runs, in order, as far as what happened in it tells.
 *
 * Code that goes on behind a wait is where it waited.
 */
export function sourceLinesOf(
  step: Step,
  { timeline, places }: RecordedRun,
  file: string,
): number[] {
  const placesOf = (event: RunEvent): readonly Place[] => {
    const at =
      event.kind === "resumed"
        ? timeline.findIndex(
            (each) => each.kind === "waits" && each.wait === event.wait,
          )
        : timeline.indexOf(event);
    return places[at] as readonly Place[];
  };
  const lines = step.events
    .filter(({ who }) => who === step.who)
    .flatMap(
      (event) =>
        placesOf(event).find((place) => place.file === file)?.line ?? [],
    );
  return [...new Set(lines)];
}
