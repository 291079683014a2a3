import type { StandingClock } from "./clock.ts";
import { Player } from "./player.ts";
import type { Program, Transcript } from "./program.ts";
import { shown } from "./shown.ts";
import { steps } from "./steps.ts";

/** What Node says of a program. */
export interface Answer {
  readonly transcript: Transcript;
  /** Its order is the same where wake-ups are late. */
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
  const transcript = await playOnNode(program);
  const order = orderOf(transcript);
  let isSteady = !transcript.includes(ENDLESS);
  for (const seed of seeds) {
    if (isSteady) {
      clock.beLate(seed);
      isSteady = orderOf(await playOnNode(program)) === order;
      clock.beLate(0);
    }
  }
  return { transcript, isSteady };
}

const ENDLESS = "has no end";

/** Without the times, which late wake-ups do change. */
function orderOf(transcript: Transcript): string {
  return transcript.map((line) => line.replace(/^\d+ /, "")).join("\n");
}

/** Plays a program to its end, and waits until nothing of it is left in the event loop. */
export async function playOnNode(program: Program): Promise<Transcript> {
  await new Promise((resolve) => setImmediate(resolve));
  const start = performance.now();
  const lines: string[] = [];
  const player = new Player(steps, (text) => {
    const at = Math.round(performance.now() - start);
    lines.push(...text.split("\n").map((line) => `${at} ${line}`));
  });
  let end!: (last?: string) => void;
  const over = new Promise<string | undefined>((resolve) => (end = resolve));
  const stopWatching = watch(program, player, end);
  void player.play(program).then(() => end());
  const last = await over;
  player.close();
  await new Promise((resolve) => setTimeout(resolve, REST_MS));
  stopWatching();
  return last === undefined ? lines : [...lines, last];
}

/** Tells when the program ends in another way than by its moment; goes on, so that nothing that comes late does harm. */
function watch(
  program: Program,
  player: Player,
  end: (last?: string) => void,
): () => void {
  const die = (error: unknown): void => {
    if (!program.listens) {
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
