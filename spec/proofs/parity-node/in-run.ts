import {
  DeadlockError,
  runVirtual,
  transcriptOf,
} from "../../../src/testing/index.ts";
import { Player } from "./player.ts";
import type { Program, Transcript } from "./program.ts";
import { shown } from "./shown.ts";
import { steps } from "./steps.ts";

const lap = setImmediate;

const events = ["unhandledRejection", "uncaughtException"] as const;

/** Plays a program in virtual time. What gets past the run, to a process that would die of it, is a line of its own. */
export async function playInRun(program: Program): Promise<Transcript> {
  const escaped: string[] = [];
  const escapes = events.map((event) => {
    const escape = (error: unknown): void => {
      if (process.listenerCount(event) === 1) {
        escaped.push(`escapes the run: ${shown(error)}`);
      }
    };
    process.on(event, escape);
    return () => process.removeListener(event, escape);
  });
  const player = new Player(steps, (text) => console.log(text));
  try {
    const lines = await linesOf(program, () => player.play(program));
    player.close();
    await new Promise((resolve) => lap(resolve));
    await new Promise((resolve) => lap(resolve));
    return [...lines, ...escaped];
  } finally {
    escapes.forEach((remove) => remove());
  }
}

async function linesOf(
  { ending }: Program,
  main: () => Promise<void>,
): Promise<Transcript> {
  let error: unknown;
  const lines = await runVirtual(main).then(
    (run) => run.lines,
    (thrown: unknown) => {
      error = thrown;
      return transcriptOf(thrown) ?? [];
    },
  );
  const printed = lines.map(({ at, text }) => `${at} ${text}`);
  const isEnd =
    error === undefined ||
    (ending === "empty" && error instanceof DeadlockError);
  return isEnd ? printed : [...printed, `dies of ${wordsOf(error)}`];
}

/** The kit's own errors by their first line; who waits for what is not the question here. */
function wordsOf(error: unknown): string {
  return error instanceof DeadlockError ? "DeadlockError" : shown(error);
}
