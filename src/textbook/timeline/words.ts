import type { PrintedLine, TimelineEvent } from "../../testing/index.ts";
import type { Step, Wait } from "./turns.ts";

/** Tells in words what happened in a step: `Worker-0 has slept; prints line 3; waits for an item of AsyncQueue`. */
export function wordsOf(
  step: Step,
  waits: ReadonlyMap<number, Wait>,
  lines: readonly PrintedLine[],
): string {
  const clauses = step.events.flatMap((event) => {
    const clause = clauseOf(event, waits, lines);
    if (clause === undefined) {
      return [];
    }
    return event.who === step.who ? [clause] : [`${event.who} ${clause}`];
  });
  return `${step.who} ${clauses.join("; ") || "goes on"}`;
}

function clauseOf(
  event: TimelineEvent,
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

function begins({ who, what, on, since, until, wokenBy }: Wait): string {
  switch (methodOf(what)) {
    case "sleep":
      if (until === undefined || wokenBy !== who) {
        return "sleeps";
      }
      return until === since
        ? "gives up its turn"
        : `sleeps ${until - since} ms`;
    case "nextTurn":
      return "gives up its turn";
    case "get":
      return `waits for an item of ${on}, which is empty`;
    case "put":
      return `waits for room in ${on}, which is full`;
    case "join":
      return `waits until all items of ${on} are done`;
    case "gather":
      return "waits for the gathered tasks";
    default:
      return `waits for ${on}`;
  }
}

function resumes({
  who,
  what,
  on,
  since,
  until,
  wokenBy,
  robbedBy,
}: Wait): string {
  if (robbedBy !== undefined) {
    return `was woken too late, ${robbedBy} was quicker`;
  }
  switch (methodOf(what)) {
    case "sleep":
      if (wokenBy !== who) {
        return "is woken from its sleep";
      }
      return since === until ? "has its next turn" : "has slept";
    case "nextTurn":
      return "has its next turn";
    case "get":
      return "is back for an item";
    case "put":
      return "is back for room";
    case "join":
      return "knows that all items are done";
    case "gather":
      return "knows how the gathered tasks ended";
    default:
      return `knows how ${on} ended`;
  }
}

/** `AsyncQueue.get` is `get`. */
export function methodOf(what: string): string {
  return what.slice(what.lastIndexOf(".") + 1);
}
