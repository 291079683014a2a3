import type { ComponentChildren } from "preact";
import { h, type Markup } from "../markup.ts";
import type { RecordedLuck } from "../facts.ts";
import { errorBox } from "./boxes.ts";

/** More endings than anybody reads. */
const MOST_SHOWN = 12;

/** All the ways in which the program can end, the shortest way to each, and what they have in common. */
export function luckOf(luck: RecordedLuck): ComponentChildren[] {
  const { outcomes } = luck;
  const isGuaranteed = outcomes.length === 1;
  const paragraph = h(
    "p",
    { class: isGuaranteed ? "verdict guaranteed" : "verdict" },
    verdict(luck),
  );
  const [first, ...others] = outcomes.slice(0, MOST_SHOWN);
  if (first === undefined || (isGuaranteed && first.error === undefined)) {
    return [paragraph];
  }
  return [
    paragraph,
    ...common(luck),
    h("ol", { class: "endings" }, ending(first, luck)),
    others.length > 0 ? otherEndings(others, luck) : null,
  ];
}

function otherEndings(
  others: RecordedLuck["outcomes"],
  luck: RecordedLuck,
): Markup {
  const left = luck.outcomes.length - MOST_SHOWN;
  return h(
    "details",
    { class: "others", open: others.length < 3 },
    h(
      "summary",
      null,
      others.length === 1 ? "The other ending" : "The other endings",
    ),
    h(
      "ol",
      { class: "endings" },
      others.map((outcome) => ending(outcome, luck)),
    ),
    left > 0 ? h("p", null, `And ${left} more.`) : null,
  );
}

/** The lines that every ending prints, wherever. */
function common({ outcomes }: RecordedLuck): Markup[] {
  const [first = [], ...others] = outcomes.map(({ output }) =>
    output.split("\n").filter((line) => line.trim() !== ""),
  );
  const lines = first.filter((line) =>
    others.every((other) => other.includes(line)),
  );
  if (others.length === 0 || lines.length === 0) {
    return [];
  }
  const isAll = outcomes.every(
    ({ output }) => output.length === outcomes[0]?.output.length,
  );
  return lines.length === first.length && isAll
    ? [
        h(
          "p",
          { class: "prose" },
          "Guaranteed all the same: every ending prints these lines, and only their order is luck.",
        ),
      ]
    : [
        h("p", { class: "prose" }, "Guaranteed all the same, in every ending:"),
        h("pre", { class: "common", tabIndex: 0 }, lines.join("\n")),
      ];
}

function verdict(luck: RecordedLuck): ComponentChildren[] {
  const { schedules, departures, complete, outcomes } = luck;
  const orders = `${thousands(schedules)} orders in which its turns could run were tried`;
  if (outcomes.length > 1) {
    const tried = complete ? `All ${orders}` : orders;
    return [
      h("strong", null, "Luck."),
      ` ${tried}, and they end in ${outcomes.length} ways: what differs between them is luck.`,
    ];
  }
  if (!complete) {
    return [
      h("strong", null, "No difference found."),
      ` ${orders}, with up to ${departures} departures from the ordinary one, and each ends the same.`,
    ];
  }
  return [
    h("strong", null, "Guaranteed."),
    schedules === 1
      ? " There is only one order in which its turns can run, so the output is guaranteed."
      : ` All ${orders}, and each ends the same: the output is guaranteed.`,
  ];
}

function ending(
  { output, error, count, schedule }: RecordedLuck["outcomes"][number],
  { schedules }: RecordedLuck,
): Markup {
  return h(
    "li",
    null,
    h(
      "p",
      { class: "count" },
      h("strong", null, thousands(count)),
      ` of ${thousands(schedules)} orders`,
      error === undefined ? "" : ", with an error",
    ),
    h("p", { class: "way" }, "The shortest way: ", h("code", null, schedule)),
    h("pre", { tabIndex: 0 }, output.trimEnd() || "(nothing)"),
    error === undefined ? null : errorBox(error),
  );
}

function thousands(count: number): string {
  return count.toLocaleString("en-US");
}
