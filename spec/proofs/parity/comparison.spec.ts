import { describe, expect, it } from "vitest";
import { tries } from "../../long.ts";
import { compareAll, IDENTICAL } from "./compare.ts";
import { readCorpus } from "./corpus.ts";
import type { Program } from "./program.ts";

const program: Program = {
  queues: [["fifo", 1]],
  things: [],
  main: [
    ["spawn", 1, [["get", 0]]],
    [
      "spawn",
      2,
      [["with", [[["sleep", 2]], [["put", 0, 7]], "suppress"], [["raise", 1]]]],
    ],
    ["gather", [1, 2]],
  ],
};
const transcript = [
  "0 main spawn t1",
  "0 main spawn t2",
  "2 t2 sleep 2",
  "2 t2 entered",
  "2 t2 exit E1",
  "2 t2 put q0 7 /1",
  "2 t2 with suppressed",
  "2 t2 ends",
  "2 t1 get q0 =7 /0",
  "2 t1 ends",
  "2 main gather t1,t2 =1,2",
  "2 main ends",
  "2 main await t1 =1",
  "2 main await t2 =2",
  "2 main ends: t1 done, t2 done, q0 [] 1 unfinished",
];

/*
 * That a comparison finds no difference says little, unless it would have found one. So here transcripts are falsified,
 * one line at a time.
 */
describe("The comparison with CPython", { timeout: 30_000 }, () => {
  it("finds a program identical that does what CPython did", async () => {
    const cpython = transcript.join("\n");
    expect(await compareAll([{ program, cpython }])).toBe(IDENTICAL);
  });

  it("shows the program and both transcripts side by side where a line differs", async () => {
    const cpython = transcript.with(8, "2 t1 get q0 =8 /0").join("\n");
    expect(await compareAll([{ program, cpython }])).toBe(REPORT);
  });

  it.each(transcript.map((line, at) => [line, at] as const))(
    "notices that this line is another: %s",
    async (line, at) => {
      const cpython = transcript.with(at, `${line}!`).join("\n");
      expect(await compareAll([{ program, cpython }])).toContain(`≠ ${line}!`);
    },
  );

  it("notices that a line is missing, and that there is one too many", async () => {
    const less = transcript.slice(0, -1).join("\n");
    const more = [...transcript, "2 main and so on"].join("\n");
    expect(await compareAll([{ program, cpython: less }])).toContain("≠");
    expect(await compareAll([{ program, cpython: more }])).toContain("≠");
  });

  it("notices in recorded programs that two neighbouring lines are swapped", async () => {
    const some = readCorpus().recordings.slice(0, tries(15, 100));
    for (const { program, cpython } of some) {
      const lines = cpython.split("\n");
      const at = lines.findIndex((line, index) => line !== lines[index + 1]);
      const swapped = lines.toSpliced(at, 2, lines[at + 1]!, lines[at]!);
      const falsified = { program, cpython: swapped.join("\n") };
      expect(await compareAll([falsified])).not.toBe(IDENTICAL);
    }
  });
});

const REPORT = `\
The program:

queue q0: fifo, maxsize 1
spawn 1
  get 0
spawn 2
  with
    ·
      sleep 2
    ·
      put 0 7
    suppress
    raise 1
gather
  1 2

  CPython                                             Ours
  0 main spawn t1                                     0 main spawn t1
  0 main spawn t2                                     0 main spawn t2
  2 t2 sleep 2                                        2 t2 sleep 2
  2 t2 entered                                        2 t2 entered
  2 t2 exit E1                                        2 t2 exit E1
  2 t2 put q0 7 /1                                    2 t2 put q0 7 /1
  2 t2 with suppressed                                2 t2 with suppressed
  2 t2 ends                                           2 t2 ends
≠ 2 t1 get q0 =8 /0                                   2 t1 get q0 =7 /0
  2 t1 ends                                           2 t1 ends
  2 main gather t1,t2 =1,2                            2 main gather t1,t2 =1,2
  2 main ends                                         2 main ends
  2 main await t1 =1                                  2 main await t1 =1
  2 main await t2 =2                                  2 main await t2 =2
  2 main ends: t1 done, t2 done, q0 [] 1 unfinished   2 main ends: t1 done, t2 done, q0 [] 1 unfinished

The program as data:
{"queues":[["fifo",1]],"things":[],"main":[["spawn",1,[["get",0]]],["spawn",2,[["with",[[["sleep",2]],[["put",0,7]],"suppress"],[["raise",1]]]]],["gather",[1,2]]]}`;
