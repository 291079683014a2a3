import type { PrintedLine } from "../../testing/index.ts";
import type { RunEvent } from "../facts.ts";
import type { Step, Wait } from "./turns.ts";

/** Tells in words what happened in a step: `Worker-0 has slept; prints line 3; waits for an item of AsyncQueue`. */
export function wordsOf(
  step: Step,
  waits: ReadonlyMap<number, Wait>,
  lines: readonly PrintedLine[],
): string {
  let subject = "";
  const clauses = step.events.flatMap((event) => {
    const clause = clauseOf(event, waits, lines);
    if (clause === undefined) {
      return [];
    }
    const isNew = event.who !== subject;
    subject = event.who;
    return isNew ? `${subject} ${clause}` : clause;
  });
  return clauses.join("; ") || `${step.who} goes on`;
}

function clauseOf(
  event: RunEvent,
  waits: ReadonlyMap<number, Wait>,
  lines: readonly PrintedLine[],
): string | undefined {
  switch (event.kind) {
    case "created":
      return `creates the task ${event.task}`;
    case "started":
      return "starts";
    case "ended":
      return ENDS[event.how];
    case "waits":
      return begins(waits.get(event.wait) as Wait);
    case "woken":
      return event.whom === event.who ? undefined : `wakes ${event.whom}`;
    case "resumed":
      return resumes(waits.get(event.wait) as Wait);
    case "put":
      return `puts ${event.value} into ${event.queue}, which then holds ${event.size}`;
    case "took":
      return `takes ${event.value} from ${event.queue}, which then holds ${event.size}`;
    case "entered":
      return `enters ${event.context}`;
    case "exited":
      return event.error === undefined
        ? `leaves ${event.context}`
        : `leaves ${event.context} with ${event.error}`;
    case "asked":
      return `${ASKS[event.how]} ${event.source}`;
    case "gave":
      return GIVES[event.how].replace(
        "$",
        () => `${event.value} to ${event.to}`,
      );
    case "printed":
    default:
      return `prints line ${event.line + 1}: ${JSON.stringify((lines[event.line] as PrintedLine).text.trim())}`;
  }
}

const ENDS = {
  returned: "returns",
  failed: "fails",
  cancelled: "ends, cancelled",
} as const;

const ASKS = {
  next: "asks for the next value of",
  return: "closes",
  throw: "throws an error into",
} as const;

const GIVES = {
  value: "gives $",
  end: "has ended",
  error: "fails with $",
} as const;

function begins({ who, kind, on, since, until, wokenBy }: Wait): string {
  const { begins, endsByItself } = kind;
  if (!endsByItself || until === undefined || wokenBy !== who) {
    return about(on, begins);
  }
  return until === since ? "gives up its turn" : `sleeps ${until - since} ms`;
}

function resumes(wait: Wait): string {
  const { who, kind, on, since, until, wokenBy, robbedBy } = wait;
  if (robbedBy !== undefined) {
    return `was woken too late, ${robbedBy} was quicker`;
  }
  const { resumes, endsByItself } = kind;
  if (!endsByItself || wokenBy !== who) {
    return about(on, resumes);
  }
  return since === until ? "has its next turn" : "has slept";
}

/** The words of a kind of wait, said of what is waited on. */
export function about(on: string | undefined, words: string): string {
  return words.replace("$", () => String(on));
}
