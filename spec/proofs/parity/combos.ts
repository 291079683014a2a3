import type { Author } from "./author.ts";
import type { Op, QueueId } from "./program.ts";

/**
 * Several steps in one turn: a waiter that the first step wakes cannot resume before the second is taken. These are the
 * subtle cases, such as a getter that is woken and then cancelled, or woken and then robbed of its item.
 */
export function writeCombo(author: Author): readonly Op[] {
  const queue = author.queue();
  const putNow = (): Op => ["putNow", queue, author.item()];
  const getNow: Op = ["getNow", queue];
  const cancel = (): Op => ["cancel", author.task()];
  const done: Op = ["done", queue];
  const shut: Op = ["shut", queue, author.random.oneIn(2) ? 1 : 0];
  const combos = {
    wakeGetterThenCancel: [putNow(), cancel(), cancel()],
    wakePutterThenCancel: [getNow, cancel(), cancel()],
    robGetter: [putNow(), getNow],
    robPutter: [getNow, putNow()],
    robAndCancel: [putNow(), cancel(), getNow],
    wakeJoinerThenCancel: [done, done, cancel()],
    wakeJoinerThenPut: [["finish", queue], putNow()],
    shutThenCancel: [shut, cancel()],
    wakeThenShut: [putNow(), getNow, shut],
    cancelTwice: [cancel(), cancel(), cancel()],
  } satisfies Record<string, readonly Op[]>;
  const name = author.random.weighted<keyof typeof combos>({
    wakeGetterThenCancel: 4,
    wakePutterThenCancel: 4,
    robGetter: 4,
    robPutter: 4,
    robAndCancel: 2,
    wakeJoinerThenCancel: 1,
    wakeJoinerThenPut: 1,
    shutThenCancel: 1,
    wakeThenShut: 1,
    cancelTwice: 1,
  });
  // Mostly behind a pause, since at the start no task waits yet.
  const pause: readonly Op[] = author.random.oneIn(4)
    ? []
    : [["sleep", author.random.below(3)]];
  return [...pause, ...combos[name]];
}

/** Tasks that wait for the same queue, and what can happen to them before they resume. */
export function writeCrowd(author: Author): readonly Op[] {
  const { random } = author;
  const queue = author.queue();
  const waiting = random.weighted({ put: 4, get: 3, join: 1 });
  const crowd = Array.from({ length: 2 + random.below(3) }, () =>
    author.newTask(),
  );
  const starts = crowd.map((id): Op => {
    const step: Op =
      waiting === "put" ? ["put", queue, author.item()] : [waiting, queue];
    return ["spawn", id, [step, ...author.brief()]];
  });
  const events = Array.from({ length: 2 + random.below(3) }, () =>
    writeEvent(author, queue, waiting, crowd),
  );
  return [...starts, ["sleep", random.below(2)], ...events.flat()];
}

/** Wakes a task of a crowd, cancels one, or lets another task come in between. */
function writeEvent(
  author: Author,
  queue: QueueId,
  waiting: "put" | "get" | "join",
  crowd: readonly number[],
): readonly Op[] {
  const { random } = author;
  const wakes = {
    put: [["getNow", queue]],
    get: [["putNow", queue, author.item()]],
    join: [["finish", queue]],
  } as const;
  const events = {
    wake: wakes[waiting],
    cancel: [["cancel", crowd[random.below(crowd.length)]!]],
    comeGetter: [["spawn", author.newTask(), [["get", queue]]]],
    comePutter: [["spawn", author.newTask(), [["put", queue, author.item()]]]],
    shutLater: [["spawn", author.newTask(), [["shut", queue, 0]]]],
    turn: [["turn"]],
  } as const satisfies Record<string, readonly Op[]>;
  return events[
    random.weighted<keyof typeof events>({
      wake: 8,
      cancel: 8,
      comeGetter: 2,
      comePutter: 2,
      shutLater: 1,
      turn: 1,
    })
  ];
}
