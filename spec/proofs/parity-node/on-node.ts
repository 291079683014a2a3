import type { StandingClock } from "./clock.ts";
import { Player } from "./player.ts";
import type { Op, Program, Transcript } from "./program.ts";
import { shown } from "./shown.ts";
import { steps } from "./steps.ts";

/** What Node says of a program. */
export interface Answer {
  readonly transcript: Transcript;
  /** It prints the same lines and takes the same steps where wake-ups are late. */
  readonly isSteady: boolean;
}

/** So long all that a program has left behind may take to end. */
const REST_MS = 2_000;
/** A program that is not over by then has no end. */
const ENDLESS_MS = 5_000;

/** Plays a program on this Node: once exactly, and then with late wake-ups, by each of the seeds. */
export async function askNode(
  clock: StandingClock,
  program: Program,
  seeds: readonly number[],
): Promise<Answer> {
  const exact = await playOnNode(program);
  let isSteady = !exact.transcript.includes(ENDLESS);
  for (const seed of seeds) {
    if (isSteady) {
      clock.beLate(seed);
      isSteady = isSameOrder(exact, await playOnNode(program));
      clock.beLate(0);
    }
  }
  return { transcript: exact.transcript, isSteady };
}

const ENDLESS = "has no end";

interface OnNode {
  readonly transcript: Transcript;
  readonly steps: readonly Op[];
}

/** Steps that print nothing count as well: which of two comes first may show in a moment alone. */
function isSameOrder(one: OnNode, other: OnNode): boolean {
  return (
    orderOf(one.transcript) === orderOf(other.transcript) &&
    one.steps.length === other.steps.length &&
    one.steps.every((op, at) => op === other.steps[at])
  );
}

/** Without the times, which late wake-ups do change. */
function orderOf(transcript: Transcript): string {
  return transcript.map((line) => line.replace(/^\d+ /, "")).join("\n");
}

/** Plays a program to its end, and waits until nothing of it is left in the event loop. */
async function playOnNode(program: Program): Promise<OnNode> {
  await new Promise((resolve) => setImmediate(resolve));
  const start = performance.now();
  const lines: string[] = [];
  const player = new Player(steps, (text) => {
    const at = Math.round(performance.now() - start);
    lines.push(...text.split("\n").map((line) => `${at} ${line}`));
  });
  let end!: (last?: string) => void;
  const over = new Promise<string | undefined>((resolve) => (end = resolve));
  const stopWatching = watch(player, end);
  void player.play(program).then(() => end());
  const last = await over;
  player.close();
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  stopWatching();
  const transcript = last === undefined ? lines : [...lines, last];
  return { transcript, steps: player.steps };
}

/** Tells when the program ends in another way than by its moment; goes on, so that nothing that comes late does harm. */
function watch(player: Player, end: (last?: string) => void): () => void {
  const die = (error: unknown): void => {
    if (!player.hears("uncaughtException")) {
      end(`dies of ${shown(error)}`);
      player.stop();
    }
  };
  const runEmpty = (): void => end();
  const endless = setTimeout(() => end(ENDLESS), ENDLESS_MS);
  endless.unref();
  process.on("uncaughtException", die);
  process.on("beforeExit", runEmpty);
  return () => {
    clearTimeout(endless);
    process.removeListener("uncaughtException", die);
    process.removeListener("beforeExit", runEmpty);
  };
}
