import {
  DeadlockError,
  runVirtual,
  transcriptOf,
} from "../../../src/testing/index.ts";
import { Player } from "./player.ts";
import type { Program, Transcript } from "./program.ts";
import { shown } from "./shown.ts";

const lap = setImmediate;

/** Plays a program in virtual time. */
export async function playInRun(program: Program): Promise<Transcript> {
  const escaped: string[] = [];
  const escape = (error: unknown): void => {
    escaped.push(`escapes the run: ${shown(error)}`);
  };
  const player = new Player((text) => console.log(text));
  process.on("uncaughtException", escape);
  try {
    const lines = await linesOf(program, () => player.play(program));
    player.close();
    await new Promise((resolve) => lap(resolve));
    await new Promise((resolve) => lap(resolve));
    return [...lines, ...escaped];
  } finally {
    process.removeListener("uncaughtException", escape);
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
