/*
 * `npx tsx spec/proofs/node-order/record.ts` records the order in which every program prints in real time on the
 * present Node. If a program does not print the same in all of 20 runs, Node does not fix its order, and nothing is
 * recorded.
 */
import { writeFileSync } from "node:fs";
import { runUnfaked } from "./unfaked.ts";

const RUNS = 20;

const first = await runUnfaked();
const unsteady = new Set<string>();
for (let run = 2; run <= RUNS; run++) {
  for (const [rule, order] of Object.entries(await runUnfaked())) {
    if (order !== first[rule]) {
      unsteady.add(`${rule}\n  run 1: ${first[rule]}\n  run ${run}: ${order}`);
    }
  }
}
if (unsteady.size > 0) {
  console.error(`Cannot record: not the same in ${RUNS} runs`);
  console.error([...unsteady].join("\n"));
  process.exit(1);
}
const recording = { node: process.version, runs: RUNS, orders: first };
writeFileSync(
  new URL("recorded.json", import.meta.url),
  `${JSON.stringify(recording, null, 2)}\n`,
);
console.log(
  `${Object.keys(first).length} programs recorded, each the same in ${RUNS} runs`,
);
