import { spawn, type ChildProcess } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { Answer } from "./on-node.ts";
import type { Program } from "./program.ts";

const child = fileURLToPath(new URL("child.ts", import.meta.url));

/** Whoever has been silent for so long hangs. */
const PATIENCE_MS = 20_000;

interface Running {
  readonly process: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

/** A process that plays programs. */
export class Side {
  readonly #node: string;
  readonly #args: readonly string[];
  readonly #environment: NodeJS.ProcessEnv;
  readonly #mayFail: boolean;
  #running: Running | undefined;
  #isClosed = false;

  /**
   * @param args what child.ts takes
   * @param mayFail a process that comes to no good is an answer, too
   */
  constructor(
    node: string,
    args: readonly string[],
    environment: NodeJS.ProcessEnv,
    mayFail: boolean,
  ) {
    this.#node = node;
    this.#args = args;
    this.#environment = environment;
    this.#mayFail = mayFail;
  }

  /** Has it play programs, until it is closed. @param seeds of late wake-ups, for the side that knows them */
  async ask(
    programs: readonly Program[],
    seeds: readonly number[] = [],
  ): Promise<Answer[]> {
    const answers: Answer[] = [];
    while (answers.length < programs.length && !this.#isClosed) {
      const rest = programs.slice(answers.length);
      for await (const answer of this.#answers(rest, seeds)) {
        answers.push(answer);
      }
    }
    return answers;
  }

  /** Also while it plays: what it was asked is left unanswered. */
  close(): void {
    this.#isClosed = true;
    this.#end();
  }

  #end(): void {
    this.#running?.process.kill("SIGKILL");
    this.#running = undefined;
  }

  /** Up to the first program with which the process comes to no good, that one included. */
  async *#answers(
    programs: readonly Program[],
    seeds: readonly number[],
  ): AsyncGenerator<Answer, void, void> {
    const { process, lines } = (this.#running ??= this.#start());
    const questions = programs.map((program) =>
      JSON.stringify([program, seeds]),
    );
    process.stdin?.write(`${questions.join("\n")}\n`);
    for (const program of programs) {
      const silence = new AbortController();
      const next = await Promise.race([
        lines.next(),
        sleep(PATIENCE_MS, undefined, { signal: silence.signal }),
      ]);
      silence.abort();
      if (this.#isClosed) {
        return;
      }
      if (next === undefined || next.done) {
        this.#end();
        const args = this.#args.join(" ");
        if (!this.#mayFail) {
          throw new Error(
            `Cannot play: ${this.#node} ${args} has no answer to ${JSON.stringify(program)}`,
          );
        }
        const what = next === undefined ? "hangs" : "ends the process";
        yield { transcript: [what], isSteady: true };
        return;
      }
      yield JSON.parse(next.value) as Answer;
    }
  }

  #start(): Running {
    const args = ["--import", "tsx", child, ...this.#args];
    const process = spawn(this.#node, args, {
      env: this.#environment,
      stdio: ["pipe", "ignore", "ignore", "pipe"],
    });
    for (const it of [process, process.stdin]) {
      it?.on("error", () => {}); // it has ended, or not begun; the lines say so
    }
    const [, , , input] = process.stdio;
    const lines = createInterface({ input: input as Readable });
    return { process, lines: lines[Symbol.asyncIterator]() };
  }
}
