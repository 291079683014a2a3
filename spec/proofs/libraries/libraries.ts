/*
 * npm run test:libraries: programs as users of published libraries write them, each played in virtual time and under a
 * few schedules. Right is what was recorded in reality (see record.ts), the milliseconds that the program says it takes,
 * and a search without an error. Prints a table, then what differs from expected-failures.ts; exit code 1 if anything
 * does.
 *
 * npm run test:libraries -- nock react for those programs alone. The libraries come from npm at first use.
 */
import { AtOnce } from "./at-once.ts";
import { expectedFailures } from "./expected-failures.ts";
import { installLibraries, librariesOf } from "./installed.ts";
import { playInOwnProcess } from "./own-process.ts";
import { programs } from "./programs.ts";
import { readRecording } from "./recording.ts";
import { head, rowOf } from "./table.ts";
import { problemsOf, surprises } from "./verdict.ts";

const recorded = readRecording().programs;
const chosen = process.argv.slice(2);
const mentioned = [
  ...chosen,
  ...Object.keys(recorded),
  ...Object.keys(expectedFailures),
];
const unknown = mentioned.filter((name) => !programs.includes(name));
if (unknown.length > 0) {
  throw new Error(`Cannot play ${unknown.join(", ")}: no such program`);
}
installLibraries();

const atOnce = new AtOnce(2);
const plays = (chosen.length > 0 ? chosen : programs).map((program) => ({
  program,
  run: atOnce.run(() => playInOwnProcess(program, "run")),
  search: atOnce.run(() => playInOwnProcess(program, "search")),
}));
const complaints: string[] = [];
const used = new Set<string>();
console.log(head);
for (const { program, ...found } of plays) {
  const [run, search] = [await found.run, await found.search];
  const reality = recorded[program];
  const problems = problemsOf(reality?.output ?? "", run, search);
  const libraries = librariesOf(program);
  console.log(rowOf({ program, libraries, reality, run, search }, problems));
  libraries.forEach((library) => used.add(library));
  const surprising = surprises(problems, expectedFailures[program]);
  complaints.push(...surprising.map((what) => `${program}: ${what}`));
}
console.log(`\n${plays.length} programs of ${used.size} libraries`);
complaints.forEach((complaint) => console.log(complaint));
process.exitCode = complaints.length > 0 ? 1 : 0;
