/*
 * npm run node-order compares the present Node with the recording. It runs every program in real time, and ends with
 * exit code 1 if one prints in another order.
 */
import { readFileSync } from "node:fs";
import { runUnfaked } from "./unfaked.ts";

const recording = JSON.parse(
  readFileSync(new URL("recorded.json", import.meta.url), "utf8"),
) as { node: string; orders: Record<string, string> };

const present = await runUnfaked();
const rules = new Set([
  ...Object.keys(recording.orders),
  ...Object.keys(present),
]);
const different = [...rules].filter(
  (rule) => present[rule] !== recording.orders[rule],
);
for (const rule of different) {
  console.error(rule);
  console.error(`  recorded: ${recording.orders[rule] ?? "nothing"}`);
  console.error(`  present:  ${present[rule] ?? "no such program"}`);
}
console.log(
  `${rules.size - different.length} of ${rules.size} programs print on ${process.version} what ${recording.node} printed`,
);
process.exit(different.length > 0 ? 1 : 0);
