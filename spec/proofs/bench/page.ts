import { h, type ComponentChild } from "preact";
import { htmlDocument } from "../../../src/textbook/pages/document.tsx";
import type { Result, Standing } from "./contest.ts";
import type { Verdict } from "./goals.ts";
import { measuredText, percent, short, wantedText } from "./table.ts";

/** What a run of the benchmark found. */
export interface Report {
  /** What ran: `Node 20.19.0`, … */
  readonly versions: readonly string[];
  readonly results: readonly Result[];
  readonly verdicts: readonly Verdict[];
}

/** Nothing is loaded: styles and fonts are in the page. */
const POLICY =
  "default-src 'none'; style-src 'unsafe-inline'; font-src data:; base-uri 'none'; form-action 'none'";

const PARTS: Readonly<Record<string, string>> = {
  queue: "Queues",
  primitives: "Locks, groups and streams",
  memory: "Memory",
  kit: "Virtual time",
  explore: "Every schedule",
  suite: "The suite",
};

/** What else a reader has to know of a part. */
const NOTES: Readonly<Record<string, string>> = {
  queue:
    " Each has a process of its own. Ticks: of the ticks of a 5 ms timer that were due meanwhile, the share that came. The floor is no queue, but what the language and Node ask for the same hand-over.",
  primitives:
    " Ours is the library as it is built; where contestants hold a lock for a turn, those that have no turns are left out.",
  memory:
    " Here the bars are bytes that an operation leaves behind, of a million of them: the shorter, the better.",
  explore: " Ours is the kit as it is built.",
  kit: " Ours is the kit as it is built, but for a vitest worker.",
  suite:
    " As vitest comes, each spec file has a worker of its own; with our settings, files share their workers.",
};

/** The whole report as one page that needs nothing else. */
export function benchmarkPage(report: Report, css: string): string {
  return htmlDocument(
    {
      title: "Benchmarks — Async patterns",
      policy: POLICY,
      loads: h("style", { dangerouslySetInnerHTML: { __html: css } }),
    },
    h("body", null, h("main", { class: "benchmarks" }, content(report))),
  );
}

function content({ versions, results, verdicts }: Report): ComponentChild[] {
  const parts = Object.keys(PARTS).filter((part) =>
    results.some((result) => result.part === part),
  );
  return [
    h(
      "header",
      { class: "title" },
      h("p", { class: "eyebrow" }, "Async patterns"),
      h("h1", null, "Benchmarks"),
      h("p", null, `${versions.join(", ")}.`),
      h(
        "p",
        null,
        "All contestants of a contest were measured in rotation, round by round. The numbers are medians. Ratios hold on other machines, times do not, so there are no times here.",
      ),
    ),
    goalsSection(verdicts),
    ...parts.map((part) =>
      partSection(
        part,
        results.filter((result) => result.part === part),
      ),
    ),
  ];
}

function goalsSection(verdicts: readonly Verdict[]): ComponentChild {
  const met = verdicts.filter(({ isMet }) => isMet).length;
  return h(
    "section",
    { id: "goals" },
    h("h2", null, `${met} of ${verdicts.length} goals met`),
    h(
      "div",
      { class: "wide", tabIndex: 0, role: "region", "aria-label": "Goals" },
      h(
        "table",
        null,
        h("thead", null, heads(["Contest", "Measured", "Goal", "Verdict"])),
        h("tbody", null, verdicts.map(goalRow)),
      ),
    ),
  );
}

function goalRow(verdict: Verdict): ComponentChild {
  const { part, title, goal, isMet } = verdict;
  return h(
    "tr",
    null,
    h("td", null, `${PARTS[part] ?? part}: ${title}`),
    h("td", null, `${measuredText(verdict)} ${goal}`),
    h("td", null, wantedText(verdict)),
    h(
      "td",
      { class: isMet ? "state holds" : "state fails" },
      isMet ? "met" : "missed",
    ),
  );
}

function partSection(part: string, results: readonly Result[]): ComponentChild {
  return h(
    "section",
    { id: part },
    h("h2", null, PARTS[part]),
    h(
      "p",
      null,
      "The longer the bar, the faster. The number says how many times as fast ours is.",
      NOTES[part],
    ),
    results.map(({ title, standings }) => [
      h("h3", null, title),
      bars(title, standings),
    ]),
  );
}

function bars(title: string, standings: readonly Standing[]): ComponentChild {
  const fastest = Math.max(1e-9, ...standings.map(({ rate }) => rate));
  const hasTicks = standings.some(({ ticks }) => ticks !== undefined);
  const columns = ["Contestant", "Speed", "Ours to it"];
  return h(
    "table",
    { class: "bars", "aria-label": title },
    h("thead", null, heads(hasTicks ? [...columns, "Ticks"] : columns)),
    h(
      "tbody",
      null,
      standings.map((standing, index) =>
        bar(standing, index === 0, standing.rate / fastest, hasTicks),
      ),
    ),
  );
}

function bar(
  { name, ratio, ticks }: Standing,
  isOurs: boolean,
  share: number,
  hasTicks: boolean,
): ComponentChild {
  const width = `width:${(share * 100).toFixed(1)}%`;
  return h(
    "tr",
    isOurs ? { class: "ours" } : null,
    h("th", { scope: "row" }, name),
    h("td", { class: "speed" }, h("div", { style: width })),
    h("td", null, isOurs ? "" : `${short(ratio)} ×`),
    hasTicks ? h("td", null, ticks === undefined ? "" : percent(ticks)) : null,
  );
}

function heads(names: readonly string[]): ComponentChild {
  return h(
    "tr",
    null,
    names.map((name) => h("th", { scope: "col" }, name)),
  );
}
