import type { Author } from "./author.ts";
import type { Op, ThingId } from "./program.ts";

/** A step that has to do with a thing; none that holds others where the program is full. */
export function writeThing(author: Author, isFull: boolean): readonly Op[] {
  const { random } = author;
  const id = author.thing();
  const [kind] = author.things[id]!;
  if (kind === "event") {
    return random.oneIn(2) ? [["waitAt", id]] : [change(author, id)];
  }
  if (kind === "barrier") {
    return random.oneIn(5) ? [change(author, id)] : [["waitAt", id]];
  }
  if (random.oneIn(4)) {
    return [["acquire", id], ...author.brief(), ["release", id]];
  }
  if (random.oneIn(4)) {
    return [change(author, id)];
  }
  const within: Op[] =
    kind === "condition"
      ? [random.oneIn(2) ? ["waitAt", id] : change(author, id)]
      : [];
  if (isFull) {
    return [["hold", id, [...within, ["turn"]]]];
  }
  return [["hold", id, [...author.brief(), ...within, ...author.block(2)]]];
}

/** A step that may end waits for a thing. */
function change(author: Author, id: ThingId): Op {
  const { random } = author;
  const [kind] = author.things[id]!;
  if (kind === "event") {
    return ["set", id, random.oneIn(3) ? 0 : 1];
  }
  if (kind === "barrier") {
    return ["break", id, random.oneIn(2) ? 1 : 0];
  }
  if (kind === "condition" && !random.oneIn(4)) {
    return ["notify", id, random.pick([0, 1, 1, 1, 2, 2, 9])];
  }
  return ["release", id];
}

/** What waits for a thing. */
function wait(author: Author, id: ThingId): readonly Op[] {
  const { random } = author;
  const [kind] = author.things[id]!;
  if (kind === "event" || kind === "barrier") {
    return [["waitAt", id]];
  }
  if (kind === "condition" && !random.oneIn(4)) {
    return [["hold", id, [["waitAt", id], ...author.brief()]]];
  }
  return random.oneIn(3)
    ? [["acquire", id]]
    : [["hold", id, [["sleep", author.random.below(2)]]]];
}

/** Several changes in one turn, and cancellations among them: whoever is woken cannot resume before the last. */
export function writeThingCombo(author: Author): readonly Op[] {
  const { random } = author;
  const id = author.thing();
  const pause: readonly Op[] = random.oneIn(4)
    ? []
    : [["sleep", random.below(3)]];
  const steps = Array.from({ length: 2 + random.below(3) }, (): Op => {
    return random.oneIn(2) ? ["cancel", author.task()] : change(author, id);
  });
  const [kind] = author.things[id]!;
  return kind === "condition" && random.oneIn(2)
    ? [...pause, ["hold", id, steps]]
    : [...pause, ...steps];
}

/** Tasks that wait for the same thing, and what can happen to them before they resume. */
export function writeThingCrowd(author: Author): readonly Op[] {
  const { random } = author;
  const id = author.thing();
  const crowd = Array.from({ length: 2 + random.below(3) }, () =>
    author.newTask(),
  );
  const starts = crowd.map((task): Op => [
    "spawn",
    task,
    [...wait(author, id), ...author.brief()],
  ]);
  const events = Array.from({ length: 2 + random.below(4) }, () => {
    const choices = {
      change: change(author, id),
      cancel: ["cancel", crowd[random.below(crowd.length)]!],
      come: ["spawn", author.newTask(), wait(author, id)],
      turn: ["turn"],
    } as const satisfies Record<string, Op>;
    return choices[
      random.weighted<keyof typeof choices>({
        change: 8,
        cancel: 6,
        come: 3,
        turn: 2,
      })
    ];
  });
  return [...starts, ["sleep", random.below(2)], ...events];
}
