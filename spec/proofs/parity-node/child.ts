/*
 * Plays programs, one after another, for whoever started this process: `child.ts node FILE` on Node, with the library of
 * that file, `child.ts run` in virtual time. It takes a question a line, `[program, seeds]`, and gives an answer a line, by
 * a pipe of its own: what a program prints behind its end is none.
 * It reads without the event loop, so that nothing but the program is in that.
 */
import { AsyncLocalStorage } from "node:async_hooks";
import { readSync, writeSync } from "node:fs";
import { loadClock } from "./clock.ts";
import { playInRun } from "./in-run.ts";
import { askNode, type Answer } from "./on-node.ts";
import type { Program } from "./program.ts";

type Question = readonly [program: Program, seeds: readonly number[]];

/** The descriptor of that pipe. */
const ANSWERS = 3;

const [, , where, file = ""] = process.argv;
await serve(where === "node" ? onNode(file) : inRun);

async function serve(
  answer: (question: Question) => Promise<Answer>,
): Promise<void> {
  for (const line of questions()) {
    const answered = await answer(JSON.parse(line) as Question);
    writeAll(`${JSON.stringify(answered)}\n`);
  }
}

function onNode(library: string): (question: Question) => Promise<Answer> {
  const clock = loadClock(library);
  clock.stand();
  new AsyncLocalStorage().enterWith("seen"); // else Node 20 loses the contexts of what began before the first of them
  return ([program, seeds]) => askNode(clock, program, seeds);
}

async function inRun([program]: Question): Promise<Answer> {
  return { transcript: await playInRun(program), isSteady: true };
}

/** The lines of the standard input, until it ends. */
function* questions(): Generator<string, void, void> {
  const chunk = Buffer.alloc(65_536);
  let bytes = Buffer.alloc(0);
  for (;;) {
    const end = bytes.indexOf("\n");
    if (end >= 0) {
      yield bytes.toString("utf8", 0, end);
      bytes = bytes.subarray(end + 1);
      continue;
    }
    const count = readSync(0, chunk);
    if (count === 0) {
      return;
    }
    bytes = Buffer.concat([bytes, chunk.subarray(0, count)]);
  }
}

function writeAll(text: string): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    written += writeSome(bytes, written);
  }
}

/** A pipe that whoever asks is slow to read takes nothing at times, and does not block on every Node. */
function writeSome(bytes: Buffer, written: number): number {
  try {
    return writeSync(ANSWERS, bytes, written);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EAGAIN") {
      throw error;
    }
    return 0;
  }
}
