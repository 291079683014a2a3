/*
 * npm run enumeration -- --programs 10000 --seed 7 writes random programs, searches each of them with the kit, and has their
 * schedules enumerated by a program that knows nothing of the kit. Orders, times and numbers of schedules must be the same.
 *
 * Then it writes as many programs whose tasks share nothing but what the kit sees, and searches each of them with `reduce`
 * and without. Both must find the same endings.
 */
import { parseArgs } from "node:util";
import { randomFrom } from "../../../src/testing/loop/random.ts";
import { difference } from "./compare.ts";
import { reducedDifference } from "./compare-reduced.ts";
import { randomProgram, randomSearch } from "./program.ts";
import { randomSharing } from "./sharing.ts";

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

const begun = performance.now();
const sum = { full: 0, reduced: 0, differ: 0, compared: 0 };
for (let count = 0; count < Number(values.programs); count++) {
  const latency = Math.floor(random() * 2);
  const found = await reducedDifference(randomSharing(random), latency);
  sum.full += found.full;
  sum.reduced += found.reduced;
  sum.compared += Number(found.full > 0);
  if (found.differs !== undefined) {
    sum.differ++;
    process.exitCode = 1;
    console.log(found.differs);
  }
}
console.log(
  `${values.programs} programs of tasks, ${sum.compared} of them searched in full, ${sum.full.toLocaleString("en")} schedules and ${sum.reduced.toLocaleString("en")} reduced in ${((performance.now() - begun) / 1_000).toFixed(1)} s: ${sum.differ} programs differ`,
);
