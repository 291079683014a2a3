import { describe, expect, it } from "vitest";
import type { RecordedRun, RunEvent } from "../../../src/textbook/facts.ts";
import {
  withNames,
  withSourcesCalled,
} from "../../../src/textbook/timeline/names.ts";

const PROGRAM = `
await asyncWith(timer("fetch"), body);
await asyncWith(
  new Safe("DB"),
  body,
);
const value = await stack.enter(file("a"));
await using held = open();
await asyncWith(lock, body);
`;

/** A run that enters contexts, each of a class and in a line of the program, and leaves them in reverse. */
function entering(...contexts: readonly [string, number][]): RecordedRun {
  const at = (kind: "entered" | "exited") => (label: [string, number]) => ({
    event: { at: 0, who: "main", kind, context: label[0] } as RunEvent,
    places: [
      { file: "helper.js", line: 1, column: 1, name: "using" },
      { file: "program.ts", line: label[1], column: 1, name: "main" },
    ],
  });
  const told = [
    ...contexts.map(at("entered")),
    ...contexts.toReversed().map(at("exited")),
  ];
  return {
    lines: [],
    timeline: told.map(({ event }) => event),
    places: told.map(({ places }) => places),
  };
}

/** What is entered and left, in order. */
function namesIn(run: RecordedRun): string[] {
  const textOf = (file: string): string | undefined =>
    file === "program.ts" ? PROGRAM : undefined;
  return withNames(run, textOf).timeline.map((event) =>
    "context" in event ? event.context : event.kind,
  );
}

/*
 * A drawing calls things by the names that stand in the program beside it.
 */
describe("The names in a drawing", () => {
  it.each([
    ["the function that makes it", 2, "timer"],
    ["its class, also on the next line", 3, "Safe"],
    ["what an exit stack enters", 7, "file"],
    ["the name that it is held by", 8, "held"],
    ["its label, where the program makes nothing there", 9, "Manager"],
  ])("a context is called by %s", (_, line, name) => {
    expect(namesIn(entering(["Manager", line]))).toEqual([name, name]);
  });

  it("contexts that are called the same are numbered", () => {
    const run = entering(["Manager", 2], ["Manager 2", 2], ["Manager 3", 7]);
    expect(namesIn(run)).toEqual(
      ["timer", "timer 2", "file", "file", "timer 2", "timer"], //
    );
  });

  it("a source is called as the program calls it, also the second one", () => {
    const timeline: RunEvent[] = [
      { at: 0, who: "main", kind: "asked", source: "count 2", how: "next" },
      {
        at: 1,
        who: "count 2",
        kind: "gave",
        to: "main",
        how: "end",
        value: "",
      },
    ];
    const run = { lines: [], timeline, places: [[], []] };
    const told = withSourcesCalled(run, new Map([["count", "asyncRange"]]));
    expect(told.timeline).toEqual([
      { ...timeline[0], source: "asyncRange 2" },
      { ...timeline[1], who: "asyncRange 2" },
    ]);
  });
});
