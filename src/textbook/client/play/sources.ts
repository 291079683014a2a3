import { currentHost } from "../../../core/slot.ts";
import type { RecordedRun } from "../../facts.ts";
import {
  markOf,
  withSources,
  type SourceNote,
} from "../../timeline/sources.ts";

/** A generator function, or a class of iterators. */
export interface SourceFunction {
  readonly name: string;
  readonly prototype: object;
}

const METHODS = ["next", "return", "throw"] as const;

type Call = (
  this: object,
  ...args: unknown[]
) => Promise<IteratorResult<unknown>>;

/** Takes down what runs ask of sources. */
export class SourceNotes {
  readonly #notes: SourceNote[] = [];
  readonly #labels = new WeakMap<object, string>();
  readonly #counts = new Map<string, number>();

  /** Has the sources of these functions watched. @returns what ends it */
  watch(functions: readonly SourceFunction[]): () => void {
    const undo = functions.flatMap(({ name, prototype }) =>
      METHODS.filter((method) => method in prototype).map((method) =>
        this.#watchMethod(name, prototype, method),
      ),
    );
    return () => undo.forEach((each) => each());
  }

  /** A run in which the sources have lanes of their own. */
  tell(run: RecordedRun): RecordedRun {
    return withSources(run, this.#notes);
  }

  #watchMethod(
    name: string,
    prototype: object,
    method: (typeof METHODS)[number],
  ): () => void {
    const own = Object.getOwnPropertyDescriptor(prototype, method);
    const parent = Object.getPrototypeOf(prototype) as object;
    const call = (own?.value ?? Reflect.get(parent, method)) as Call;
    const note = (it: SourceNote): void => this.#note(it);
    const labelOf = (it: object): string => this.#labelOf(name, it);
    const watched: Call = function (...args) {
      const source = labelOf(this);
      note({ kind: "asked", source, how: method });
      const answer = Reflect.apply(call, this, args);
      const end = (how: "value" | "end" | "error", value: string): void =>
        note({ kind: "gave", source, how, value });
      const given = ({ done, value }: IteratorResult<unknown>): void =>
        done === true ? end("end", "") : end("value", shownAs(value));
      const failed = (error: unknown): void => end("error", String(error));
      answer.then(given, failed);
      return answer;
    };
    Object.defineProperty(prototype, method, {
      configurable: true,
      value: watched,
    });
    return () => {
      if (own === undefined) {
        Reflect.deleteProperty(prototype, method);
      } else {
        Object.defineProperty(prototype, method, own);
      }
    };
  }

  /** The record of a run has a place for what a program enters: a mark there stands for the note. */
  #note(note: SourceNote): void {
    const { observer } = currentHost();
    if (observer !== undefined) {
      const mark = { constructor: { name: markOf(this.#notes.length) } };
      this.#notes.push(note);
      observer.contextEntered(mark);
      observer.contextExited(mark, undefined);
    }
  }

  /** `sensor`, `sensor 2`: in the order in which they are first asked. */
  #labelOf(name: string, source: object): string {
    const count = (this.#counts.get(name) ?? 0) + 1;
    const label =
      this.#labels.get(source) ?? (count === 1 ? name : `${name} ${count}`);
    if (!this.#labels.has(source)) {
      this.#labels.set(source, label);
      this.#counts.set(name, count);
    }
    return label;
  }
}

function shownAs(value: unknown): string {
  return typeof value === "object" && value !== null
    ? JSON.stringify(value)
    : String(value);
}
