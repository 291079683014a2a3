import { follow } from "./command.ts";
import { report, type Difference } from "./compare.ts";
import { choose, sumOf, writeCorpus } from "./corpus.ts";
import { askPython, findPython, type Answer, type Python } from "./cpython.ts";
import { help, readOptions, type Options } from "./options.ts";
import { runProgram } from "./run.ts";
import type { Program } from "./program.ts";
import { shrink } from "./shrink.ts";
import { themeOf } from "./themes.ts";
import { writeProgram } from "./writers.ts";

/** How many programs share a Python process. */
const BATCH = 2_500;
/** How many programs the corpus has. */
const CORPUS = 1_200;

process.exitCode = await follow(process.argv.slice(2), {
  help,
  readOptions,
  run: recordOrCompare,
});

async function recordOrCompare(options: Options): Promise<true> {
  const python = await findPython(options.python);
  await (options.record ? record : compare)(python, options);
  return true;
}

/** Both sides run all programs. @throws Error at the first difference */
async function compare(python: Python, options: Options): Promise<void> {
  const { programs: total, seed } = options;
  const start = performance.now();
  console.log(`Comparing with CPython ${python.version}, seed ${seed}`);
  const answers: Answer[] = [];
  for (const programs of batches(options)) {
    const waitForAnswers = await askPython(python, programs);
    const ours: string[] = [];
    for (const program of programs) {
      ours.push(await runProgram(program));
    }
    const batch = await waitForAnswers();
    for (const [index, { transcript: cpython }] of batch.entries()) {
      if (cpython !== ours[index]) {
        const program = programs[index]!;
        const difference = { program, cpython, ours: ours[index]! };
        await reject(python, answers.length + index, difference);
      }
    }
    answers.push(...batch);
    if (answers.length < total) {
      console.log(`${answers.length} of ${total} so far`);
    }
  }
  const seconds = ((performance.now() - start) / 1_000).toFixed(1);
  console.log(`\n${summary(answers)}\n`);
  console.log(`${total} of ${total} identical, in ${seconds} s`);
}

async function reject(
  python: Python,
  number: number,
  difference: Difference,
): Promise<never> {
  console.log(`Program ${number} differs; looking for a smaller one …`);
  const smaller = await shrink(python, difference);
  throw new Error(
    `\n${report(smaller)}\n\nNot identical: program ${number}, made smaller above`,
  );
}

async function record(python: Python, options: Options): Promise<void> {
  const { seed } = options;
  if (!python.isComplete) {
    throw new Error(
      `Cannot record: it takes a CPython whose own queues can shut down, received ${python.version}`,
    );
  }
  const programs = [...batches(options)].flat();
  const answers = await (await askPython(python, programs))();
  const chosen = choose(answers, CORPUS);
  const recordings = chosen.map((number) => ({
    theme: themeOf(number).title,
    program: programs[number]!,
    cpython: answers[number]!.transcript,
  }));
  const counts = sumOf(chosen.map((number) => answers[number]!));
  writeCorpus({ cpython: python.version, seed, counts, recordings });
  console.log(`${recordings.length} of ${programs.length} programs recorded`);
}

function* batches({ programs, seed }: Options): Generator<Program[]> {
  for (let first = 0; first < programs; first += BATCH) {
    const length = Math.min(BATCH, programs - first);
    yield Array.from({ length }, (_, at) => writeProgram(seed, first + at));
  }
}

/** What happened in the programs, and how often. */
function summary(answers: readonly Answer[]): string {
  const sums = Object.entries(sumOf(answers));
  return sums
    .map(([event, count]) => `${String(count).padStart(7)}  ${event}`)
    .join("\n");
}
