import { describe, expect, it } from "vitest";
import { report } from "./compare.ts";
import { readCorpus } from "./corpus.ts";
import { playInRun } from "./in-run.ts";
import { kindOf } from "./kinds.ts";
import type { Program } from "./program.ts";
import { writers } from "./writers.ts";

const program: Program = {
  ending: "moment",
  listens: true,
  main: [
    ["log", "first"],
    [
      "timeout",
      1,
      5,
      [
        ["log", "timer"],
        ["tick", [["log", "tick"]]],
      ],
    ],
    ["immediate", 2, [["log", "immediate"]]],
    [
      "try",
      [
        ["sleep", 5, 1],
        ["throw", 3],
      ],
      [["turns", 2]],
    ],
    ["abort", 1, 4],
  ],
};
const transcript = [
  "0 first",
  "0 immediate",
  "5 timer",
  "5 tick",
  "5 slept 5",
  "5 caught E3",
];

/*
 * A comparison that finds nothing says little, unless it would have found something: that a line is another, comes at
 * another moment, is missing or one too many.
 */
describe("The comparison with Node", () => {
  it("plays a program as Node does", async () => {
    expect(await playInRun(program)).toEqual(transcript);
  });

  it("shows the program and what both print, with the first line that differs", async () => {
    const node = transcript.with(2, "6 timer");
    expect(report({ program, node, run: transcript })).toBe(REPORT);
  });

  it("marks a line that is missing on one side", () => {
    const node = transcript.slice(0, -1);
    expect(report({ program, node, run: transcript })).toContain(
      "\n≠               5 caught E3\n",
    );
  });

  it.each([
    ["contexts", "1 a (in 3)", "1 a"],
    ["exceptions that nobody catches", "1 uncaughtException E1", "dies of E1"],
    ["rejections that nobody handles", "1 unhandledRejection E1", ""],
    ["hasRef", "0 timer 1 hasRef false", "0 timer 1 hasRef true"],
    ["messages", "0 port 1: 1", "0 line 1"],
    ["it hangs, or ends the process", "1 a", "hangs"],
    ["warnings as output", "1 a", "1 (node:7) Warning: b"],
    ["order", "1 a", "1 b"],
  ])("tells the kind of a difference by it: %s", (kind, node, run) => {
    expect(kindOf([node], [run])).toBe(kind);
  });

  it("has programs with all steps in its corpus", () => {
    const text = JSON.stringify(readCorpus().map(({ program }) => program));
    const missing = Object.keys(writers).filter(
      (name) => !text.includes(`["${name}"`),
    );
    expect(missing).toEqual([]);
  });
});

const REPORT = `The program:

ends at a moment; what nobody handles is listened to
log first
timeout 1 5
  log timer
  tick
    log tick
immediate 2
  log immediate
try
  sleep 5 1
  throw 3
and
  turns 2
abort 1 4

  Node          Run
  0 first       0 first
  0 immediate   0 immediate
≠ 6 timer       5 timer
  5 tick        5 tick
  5 slept 5     5 slept 5
  5 caught E3   5 caught E3

The program as data:
${JSON.stringify(program)}`;
