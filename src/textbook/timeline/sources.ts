import type { Place } from "../../testing/index.ts";
import type { RecordedRun, RunEvent, SourceEvent } from "../facts.ts";

/*
 * A generator has no task of its own: it runs in the turns of whoever asks it. In a drawing it has a lane, so what the
 * record says of the task has to be said of the generator where the task runs its code. Where code stood in a function
 * tells the place of an event; which of several generators of one function it was, who was asked last.
 */

/** What was noted of a source that a program asks for values, by a mark in the record of the run. */
export type SourceNote =
  | {
      readonly kind: "asked";
      readonly source: string;
      readonly how: "next" | "return" | "throw";
    }
  | {
      readonly kind: "gave";
      readonly source: string;
      readonly how: "value" | "end" | "error";
      readonly value: string;
    };

/** What the mark of a note is called in the record. */
const MARK = "source note ";

export function markOf(number: number): string {
  return `${MARK}${number}`;
}

/** A run in which sources have lanes of their own. @param notes by the numbers of their marks */
export function withSources(
  { lines, timeline, places }: RecordedRun,
  notes: readonly SourceNote[],
): RecordedRun {
  const code = new RunningCode();
  const told: { event: RunEvent; at: readonly Place[] }[] = [];
  for (const [index, event] of timeline.entries()) {
    const at = (places[index] as readonly Place[]).filter(
      ({ file }) => !file.startsWith("src/textbook/"),
    );
    const number =
      "context" in event && event.context.startsWith(MARK)
        ? Number(event.context.slice(MARK.length))
        : undefined;
    if (number === undefined) {
      told.push({ event: code.named(event, at), at });
    } else if (event.kind === "entered") {
      const note = notes[number] as SourceNote;
      told.push({ event: code.noted(event, note, at), at });
    }
  }
  return {
    lines,
    timeline: told.map(({ event }) => event),
    places: told.map(({ at }) => at),
  };
}

/** `sensor 2` is of the function `sensor`. */
function functionOf(source: string): string {
  return source.replace(/ \d+$/, "");
}

/** Follows whose code runs. */
class RunningCode {
  /** The sources that have been asked and have not answered, the last one last, and who asked. */
  readonly #open = new Map<string, string>();
  /** Whose code began each wait. */
  readonly #waits = new Map<number, string>();

  /** Whose code an event happened in. */
  #whoAt(task: string, places: readonly Place[]): string {
    const open = [...this.#open.keys()];
    for (const { name } of places) {
      const source = open.findLast((each) => {
        const its = functionOf(each);
        return name === its || name.startsWith(`${its}.`);
      });
      if (source !== undefined) {
        return source;
      }
    }
    return task;
  }

  named(event: RunEvent, places: readonly Place[]): RunEvent {
    if (event.kind === "waits") {
      const who = this.#whoAt(event.who, places);
      this.#waits.set(event.wait, who);
      return { ...event, who };
    }
    if (event.kind === "woken") {
      const whom = this.#waits.get(event.wait) as string;
      return {
        ...event,
        whom,
        who: event.who === event.whom ? whom : event.who,
      };
    }
    if (event.kind === "resumed") {
      return { ...event, who: this.#waits.get(event.wait) as string };
    }
    return event.kind === "printed"
      ? { ...event, who: this.#whoAt(event.who, places) }
      : event;
  }

  noted(
    { at, who: task }: RunEvent,
    note: SourceNote,
    places: readonly Place[],
  ): SourceEvent {
    const { source, kind } = note;
    if (kind === "asked") {
      this.#open.delete(source);
      const who = this.#whoAt(task, places);
      this.#open.set(source, who);
      return { at, who, kind, source, how: note.how };
    }
    const to = this.#open.get(source) ?? task;
    this.#open.delete(source);
    return { at, who: source, kind, to, how: note.how, value: note.value };
  }
}
