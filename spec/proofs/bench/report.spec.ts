import { describe, expect, it } from "vitest";
import type { Result } from "./contest.ts";
import { judge } from "./goals.ts";
import { benchmarkPage } from "./page.ts";
import { resultTable, verdictLine } from "./table.ts";

const fourToFour: Result = {
  part: "queue",
  title: "4 → 4, 16 slots",
  unit: "items/ms",
  standings: [
    { name: "AsyncQueue", rate: 1_234.5, ratio: 1, ticks: 0.91 },
    { name: "asyncio.Queue", rate: 150, ratio: 8.234 },
    { name: "effect's Queue", rate: 900, ratio: 1.37, ticks: 0.5 },
  ],
};
const suite: Result = {
  part: "suite",
  title: "99 spec files",
  unit: "runs/min",
  standings: [
    { name: "npm test, with coverage", rate: 0.00005, ratio: 1 },
    { name: "empty run, as vitest comes", rate: 0.0001, ratio: 0.5 },
  ],
};

/*
 * The benchmark prints a table for each contest and a line for each goal, and writes the same as a page.
 */
describe("The benchmark's report", () => {
  it("has a table for each contest, its ratios from ours to each", () => {
    expect(`\n${resultTable(fourToFour)}\n`).toBe(`
queue: 4 → 4, 16 slots                              items/ms  ours to it   ticks
  AsyncQueue                                           1,235                91 %
  asyncio.Queue                                          150      8.23 ×
  effect's Queue                                         900      1.37 ×    50 %
`);
  });

  it("has a line for each goal and contest that it is about", () => {
    const lines = judge([fourToFour, suite]).map(verdictLine).join("\n");
    expect(`\n${lines}\n`).toBe(`
met    queue: 4 → 4, 16 slots                8.23 times as fast as asyncio.Queue (goal: at least 8)
missed queue: 4 → 4, 16 slots                1.37 times as fast as effect's Queue (goal: at least 1.5)
met    queue: 4 → 4, 16 slots                91 % of the ticks of a timer come meanwhile (goal: at least 80 %)
missed suite: 99 spec files                     2 times as long as an empty run, as vitest comes (goal: at most 1.5)
`);
  });

  it("rounds what was measured away from the goal: what misses by a hair is seen to miss", () => {
    const standings = [
      { name: "AsyncQueue", rate: 1, ratio: 1, ticks: 0.7999 },
      { name: "effect's Queue", rate: 1, ratio: 1.4999 },
    ];
    const lines = judge([{ ...fourToFour, standings }]).map(verdictLine);
    expect(`\n${lines.join("\n")}\n`).toBe(`
missed queue: 4 → 4, 16 slots                1.49 times as fast as effect's Queue (goal: at least 1.5)
missed queue: 4 → 4, 16 slots                79 % of the ticks of a timer come meanwhile (goal: at least 80 %)
`);
  });

  it("holds a queue to its floor, and what is left behind to next to nothing", () => {
    const floor = { name: "the floor", rate: 1, ratio: 0.75 };
    const queues = ["1 → 1, 1 slot", "1 → 1, 16 slots"].map((title) => ({
      ...fourToFour,
      title,
      standings: [{ name: "AsyncQueue", rate: 0.75, ratio: 1 }, floor],
    }));
    const memory = { part: "memory", unit: "bytes kept" };
    const ours = { name: "ours", rate: 936, ratio: 1 };
    const peer = { name: "native promise", rate: 312, ratio: 1 / 3 };
    const results = [
      ...queues,
      { ...memory, title: "task", standings: [{ ...ours, rate: 0.4 }] },
      { ...memory, title: "Promise.race", standings: [ours, peer] },
    ];
    const lines = judge(results).map(verdictLine).join("\n");
    expect(`\n${lines}\n`).toBe(`
met    queue: 1 → 1, 1 slot                  1.34 times as long as the floor (goal: at most 1.4)
missed queue: 1 → 1, 16 slots                1.34 times as long as the floor (goal: at most 1.25)
met    memory: task                           0.4 bytes are left behind (goal: at most 1)
missed memory: Promise.race                     3 times as much as a native promise leaves behind (goal: at most 1)
`);
  });

  it("is silent about a peer that is absent", () => {
    const alone = { ...fourToFour, standings: [fourToFour.standings[0]!] };
    expect(judge([alone]).map(({ goal }) => goal)).toEqual([
      "of the ticks of a timer come meanwhile",
    ]);
  });

  it("is a page that loads nothing, with bars against the fastest", () => {
    const results = [fourToFour, suite];
    const verdicts = judge(results);
    const page = benchmarkPage(
      { versions: ["Node <20>"], results, verdicts },
      "",
    );
    expect(page.match(/(?:src|href)=|<script/g)).toBeNull();
    expect(page.match(/<p>Node.*?<\/p>|<h2>.*?<\/h2>|width:[\d.]+%/g)).toEqual([
      "<p>Node &lt;20>.</p>",
      "<h2>2 of 4 goals met</h2>",
      "<h2>Queues</h2>",
      "width:100.0%",
      "width:12.2%",
      "width:72.9%",
      "<h2>The suite</h2>",
      "width:50.0%",
      "width:100.0%",
    ]);
  });
});
