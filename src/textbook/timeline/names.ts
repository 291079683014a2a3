import type { Place } from "../../testing/index.ts";
import type { RecordedRun, RunEvent } from "../facts.ts";

/** How a program enters a context: the name that it holds it by, or the function or class that makes it. */
const ENTERS =
  /\bawait using (?<held>\w+)|\b(?:asyncWith|enter)\(\s*(?:new )?(?<made>\w+)\(/;
/** How much of a program, from the line on, may belong to it. */
const REACH = 200;

/**
 * A run in which contexts have the names that the program gives them, numbered where there are several, instead of those
 * of their classes: all that a function makes with `asyncContextManager` is of one class.
 *
 * @param textOf the text of a file, if it is at hand
 */
export function withNames(
  { lines, timeline, places }: RecordedRun,
  textOf: (file: string) => string | undefined,
): RecordedRun {
  const names = new Map<string, string>();
  const counts = new Map<string, number>();
  const nameOf = (label: string, at: readonly Place[]): string => {
    const known = names.get(label);
    if (known !== undefined) {
      return known;
    }
    const called = calledAt(at, textOf) ?? label;
    const count = (counts.get(called) ?? 0) + 1;
    const name = count === 1 ? called : `${called} ${count}`;
    counts.set(called, count);
    names.set(label, name);
    return name;
  };
  const named = (event: RunEvent, index: number): RunEvent =>
    "context" in event
      ? {
          ...event,
          context: nameOf(event.context, places[index] as readonly Place[]),
        }
      : event;
  return { lines, timeline: timeline.map(named), places };
}

function calledAt(
  places: readonly Place[],
  textOf: (file: string) => string | undefined,
): string | undefined {
  for (const { file, line } of places) {
    const rest = textOf(file)
      ?.split("\n")
      .slice(line - 1)
      .join("\n")
      .slice(0, REACH);
    const { held, made } = ENTERS.exec(rest ?? "")?.groups ?? {};
    if (held !== undefined || made !== undefined) {
      return held ?? made;
    }
  }
  return undefined;
}

/** What an event says of lanes. */
const LANES: ReadonlySet<string> = new Set(["who", "whom", "source", "to"]);

/** A run whose sources have other names: `count 2` is `asyncRange 2` where the program asks `asyncRange` for it. */
export function withSourcesCalled(
  { lines, timeline, places }: RecordedRun,
  names: ReadonlyMap<string, string>,
): RecordedRun {
  const called = (name: string): string =>
    name.replace(/^\w+/, (each) => names.get(each) ?? each);
  const renamed = (event: RunEvent): RunEvent =>
    Object.fromEntries(
      Object.entries(event).map(([key, value]: [string, unknown]) => [
        key,
        LANES.has(key) ? called(String(value)) : value,
      ]),
    ) as unknown as RunEvent;
  return { lines, timeline: timeline.map(renamed), places };
}
