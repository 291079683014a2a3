/*
 * npm run test:libraries: programs as users of published libraries write them, each played in virtual time and under a
 * few schedules. Right is what was recorded in reality (see record.ts), the milliseconds that the program says it takes,
 * and a search without an error. Then the races: programs that count on the order of two answers, where right is that the
 * search of all schedules finds the race, and none in the mended program. Prints two tables, then what differs from
 * expected-failures.ts; exit code 1 if anything does.
 *
 * npm run test:libraries -- nock react for those programs alone. The libraries come from npm at first use.
 */
import { AtOnce } from "./at-once.ts";
import { expectedFailures } from "./expected-failures.ts";
import { installLibraries, librariesOf } from "./installed.ts";
import { playInOwnProcess } from "./own-process.ts";
import { programs, races } from "./programs.ts";
import type { Way } from "./play.ts";
import { readRecording } from "./recording.ts";
import { head, headOfRaces, raceRowOf, rowOf } from "./table.ts";
import { problemsOf, raceProblems, surprises } from "./verdict.ts";

const recorded = readRecording().programs;
const chosen = process.argv.slice(2);
const mentioned = [
  ...chosen,
  ...Object.keys(recorded),
  ...Object.keys(expectedFailures),
];
const known = [...programs, ...races];
const unknown = mentioned.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  throw new Error(`Cannot play ${unknown.join(", ")}: no such program`);
}
installLibraries();

const atOnce = new AtOnce(2);
const isChosen = (name: string): boolean =>
  chosen.length === 0 || chosen.includes(name);
const play = (program: string, way: Way) =>
  atOnce.run(() => playInOwnProcess(program, way));
const plays = programs.filter(isChosen).map((program) => ({
  program,
  run: play(`programs/${program}`, "run"),
  search: play(`programs/${program}`, "search"),
}));
const searches = races.filter(isChosen).map((race) => ({
  race,
  wrong: play(`races/${race}`, "wrong"),
  right: play(`races/${race}`, "right"),
}));
const complaints: string[] = [];
const used = new Set<string>();
console.log(head);
for (const { program, ...found } of plays) {
  const [run, search] = [await found.run, await found.search];
  const reality = recorded[program];
  const problems = problemsOf(reality?.output ?? "", run, search);
  const libraries = librariesOf(`programs/${program}`);
  console.log(rowOf({ program, libraries, reality, run, search }, problems));
  libraries.forEach((library) => used.add(library));
  const surprising = surprises(problems, expectedFailures[program]);
  complaints.push(...surprising.map((what) => `${program}: ${what}`));
}
console.log(`\n${plays.length} programs of ${used.size} libraries\n`);
if (searches.length > 0) {
  console.log(headOfRaces);
}
for (const { race, ...found } of searches) {
  const [wrong, right] = [await found.wrong, await found.right];
  console.log(raceRowOf(race, librariesOf(`races/${race}`), wrong, right));
  const problems = raceProblems(wrong, right);
  complaints.push(...problems.map((what) => `the race in ${race}: ${what}`));
}
complaints.forEach((complaint) => console.log(complaint));
process.exitCode = complaints.length > 0 ? 1 : 0;
