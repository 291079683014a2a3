import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import type {
  RecordedLuck,
  RecordedOutcome,
} from "../../../src/textbook/facts.ts";
import { Luck } from "../../../src/textbook/pages/luck.tsx";

function outcome(
  output: string,
  more: Partial<RecordedOutcome> = {},
): RecordedOutcome {
  return { output, count: 1, schedule: "the ordinary order", ...more };
}

/** What a reader reads, one element a line. */
function read(luck: Partial<RecordedLuck>): string[] {
  const all = {
    schedules: 1,
    departures: 0,
    complete: true,
    outcomes: [],
    ...luck,
  };
  const html = renderToString(h(Luck, { luck: all }));
  return html
    .replaceAll(/<\/(p|pre|summary)>/g, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .split("\n")
    .filter((line) => line !== "");
}

/*
 * A transcript shows one run. Whether it is the only one possible is another question, and the book answers it: it lists
 * every outcome that some order of the turns leads to.
 */
describe("Guaranteed, or luck", () => {
  it("the output is guaranteed where there is only one order", () => {
    expect(read({ outcomes: [outcome("a\n")] })).toEqual([
      "Guaranteed. There is only one order in which its turns can run, so the output is guaranteed.",
    ]);
  });

  it("the output is guaranteed where all orders end the same", () => {
    expect(read({ schedules: 1_200, outcomes: [outcome("a\n")] })).toEqual([
      "Guaranteed. All 1,200 orders in which its turns could run were tried, and each ends the same: the output is guaranteed.",
    ]);
  });

  it("the verdict says how far the search went where it did not try all", () => {
    const luck = { schedules: 500, departures: 2, complete: false };
    expect(read({ ...luck, outcomes: [outcome("a\n")] })).toEqual([
      "No difference found. 500 orders in which its turns could run were tried, with up to 2 departures from the ordinary one, and each ends the same.",
    ]);
  });

  it("each outcome has its count and the shortest way to it", () => {
    const way = "step 1, at 0 ms: B runs before A";
    expect(
      read({
        schedules: 2,
        outcomes: [outcome("a\nb\n"), outcome("b\na\n", { schedule: way })],
      }),
    ).toEqual([
      "Luck. All 2 orders in which its turns could run were tried, and they end in 2 ways: what differs between them is luck.",
      "Guaranteed all the same: every outcome has these lines, and only their order is luck.",
      "1 of 2 orders",
      "The shortest way: the ordinary order",
      "a",
      "b",
      "The other outcome",
      "1 of 2 orders",
      `The shortest way: ${way}`,
      "b",
      "a",
    ]);
  });

  it("the lines that all outcomes have in common are told", () => {
    const outcomes = [
      outcome("a\nsame\n"),
      outcome("b\nsame\n"),
      outcome("same\n"),
    ];
    const text = read({ schedules: 3, outcomes });
    expect(text.slice(1, 3)).toEqual([
      "Guaranteed all the same: every outcome has these lines.",
      "same",
    ]);
    expect(text).toContain("The other outcomes");
  });

  it("an outcome shows its error, and that it printed nothing", () => {
    const outcomes = [outcome("", { error: "DeadlockError: Cannot go on" })];
    expect(read({ outcomes }).slice(1)).toEqual([
      "1 of 1 orders, with an error",
      "The shortest way: the ordinary order",
      "(nothing)",
      "DeadlockError: Cannot go on",
    ]);
  });

  it("the verdict does not speak of all orders where the search did not try all", () => {
    const luck = {
      schedules: 9,
      complete: false,
      outcomes: [outcome("a\n"), outcome("b\n")],
    };
    expect(read(luck)[0]).toBe(
      "Luck. 9 orders in which its turns could run were tried, and they end in 2 ways: what differs between them is luck.",
    );
  });

  it.each([
    [
      "a\n",
      "The same in every order that was tried: every outcome has these lines.",
    ],
    [
      "a\nb\n",
      "The same in every order that was tried: every outcome has these lines, and only their order is luck.",
    ],
  ])(
    "nothing is guaranteed where the search did not try all: %j",
    (output, text) => {
      const outcomes = [outcome("b\na\n"), outcome(output)];
      expect(read({ schedules: 9, complete: false, outcomes })).toContain(text);
      expect(
        read({ schedules: 9, complete: false, outcomes }).join(),
      ).not.toContain("uarantee");
    },
  );

  it.each([
    [13, "And 1 more outcome."],
    [14, "And 2 more outcomes."],
  ])("the list of %i outcomes stops after a dozen", (length, text) => {
    const outcomes = Array.from({ length }, (_, n) => outcome(`${n}\n`));
    expect(read({ schedules: length, outcomes }).at(-1)).toBe(text);
  });
});
