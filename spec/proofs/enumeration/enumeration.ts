/*
 * npm run enumeration -- --programs 10000 --seed 7 writes random programs, searches each of them with the kit, and has their
 * schedules enumerated by a program that knows nothing of the kit. Orders, times and numbers of schedules must be the same.
 */
import { parseArgs } from "node:util";
import { randomFrom } from "../../../src/testing/loop/random.ts";
import { difference } from "./compare.ts";
import { randomProgram, randomSearch } from "./program.ts";

const { values } = parseArgs({
  options: {
    programs: { type: "string", default: "10000" },
    seed: { type: "string", default: "1" },
  },
});
const random = randomFrom(Number(values.seed));
const start = performance.now();
let schedules = 0;
let different = 0;
for (let count = 0; count < Number(values.programs); count++) {
  const found = await difference(randomProgram(random), randomSearch(random));
  schedules += found.schedules;
  if (found.differs !== undefined) {
    different++;
    process.exitCode = 1;
    console.log(found.differs);
  }
}
const seconds = (performance.now() - start) / 1_000;
console.log(
  `${values.programs} programs, ${schedules.toLocaleString("en")} schedules in ${seconds.toFixed(1)} s: ${different} programs differ`,
);
