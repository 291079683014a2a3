import type NodeStream from "node:stream";
import { nodeStream, ownProcess } from "./builtins.ts";
import { inTurn, replace } from "./replace.ts";

type Writable = NodeStream.Writable;

/** What Node's console writes to. */
type OwnStreams = {
  readonly [Name in (typeof OWN_STREAMS)[number]]?: Writable;
};

const OWN_STREAMS = ["_stdout", "_stderr"] as const;
/** What a console says to the second of them. */
const TO_STDERR = ["warn", "error", "trace", "assert"];

/** Node's warnings are of the process: they bear its number, and are no output. */
function isWarning(text: unknown): boolean {
  return typeof text === "string" && text.startsWith(WARNING);
}

const WARNING = `(node:${ownProcess?.pid}) `;

/**
 * The streams that a program prints to where it does not ask the console: those of the process, and those to which
 * methods of the console write that it has taken before the run. What it writes there is heard instead of shown, also
 * where it has put a function of its own in the place of `write`, as what captures output does, and this hands it on.
 */
export class PrintedStreams {
  readonly #isOfProgram: () => boolean;
  readonly #hear: (text: string) => void;
  #own: OwnStreams = {};
  readonly #writes = new Map<Writable, unknown>();
  /** One that is new for each record: a program may break it off within a character. */
  #heard: Writable | undefined;

  /** @param isOfProgram whether it is the program's code that runs now: others write to the process's streams, too */
  constructor(isOfProgram: () => boolean, hear: (text: string) => void) {
    this.#isOfProgram = isOfProgram;
    this.#hear = hear;
  }

  begin(): void {
    this.#heard = undefined;
  }

  /** Whether the console's own method is to say it: a warning of Node's, or what goes to a function of the program's. */
  take(method: string, text: unknown): boolean {
    const isError = TO_STDERR.includes(method);
    const stream = this.#own[isError ? "_stderr" : "_stdout"];
    return (
      (isError && isWarning(text)) ||
      (stream !== undefined && stream.write !== this.#writes.get(stream))
    );
  }

  /** @returns a function that gives their places back */
  install(): () => void {
    if (nodeStream === undefined) {
      return () => {};
    }
    const { _stdout, _stderr } = (this.#own = ownStreams());
    const { stdout, stderr } = ownProcess as NodeJS.Process;
    const streams = [stdout, stderr, _stdout, _stderr].filter(canWrite);
    return inTurn([
      ...Array.from(new Set(streams), (it) => () => this.#listenTo(it)),
      () => replace(console, withoutColours()),
    ]);
  }

  #listenTo(stream: Writable): () => void {
    const real = stream.write.bind(stream) as (...args: unknown[]) => unknown;
    const write = (...args: unknown[]): unknown => {
      const heard = isWarning(args[0]) ? undefined : this.#heardNow;
      return heard === undefined
        ? real(...args)
        : heard.write(...(args as Parameters<typeof heard.write>));
    };
    this.#writes.set(stream, write);
    return replace(stream, { write });
  }

  get #heardNow(): Writable | undefined {
    return this.#isOfProgram() ? (this.#heard ??= this.#open()) : undefined;
  }

  #open(): Writable {
    const { Writable } = nodeStream as typeof NodeStream;
    const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
    return new Writable({
      highWaterMark: Number.MAX_SAFE_INTEGER, // none of them would be told of a drain
      write: (chunk: Buffer, _, done) => {
        this.#hear(decoder.decode(chunk, { stream: true }));
        done();
      },
    });
  }
}

function ownStreams(): OwnStreams {
  const own = console as OwnStreams;
  return Object.fromEntries(OWN_STREAMS.map((name) => [name, own[name]]));
}

function canWrite(stream: Writable | undefined): stream is Writable {
  return typeof stream?.write === "function";
}

/** Node's console says by this whether it shows values in colours, and gives its symbol to nobody. */
function withoutColours(): object {
  const symbols = Object.getOwnPropertySymbols(console);
  return Object.fromEntries(
    symbols
      .filter(({ description }) => description === "kColorMode")
      .map((symbol) => [symbol, false]),
  );
}
