import type { Author } from "./author.ts";
import type { Op, TaskId } from "./program.ts";

/**
 * A task with a group, a time limit or both around others, and what happens to them at one moment or at two that are close:
 * failures, the end of the time, and cancellations of the task or of one in the group.
 */
export function writeGroupCrowd(author: Author): readonly Op[] {
  const { random } = author;
  const parent = author.newTask();
  const children = Array.from({ length: 1 + random.below(3) }, () =>
    author.newTask(),
  );
  const body: readonly Op[] = [
    ...children.map((id): Op => ["start", id, writeChild(author, id)]),
    ...end(author),
  ];
  const group: Op = ["group", body];
  const around = {
    group: [group],
    limit: [["timeout", 1 + random.below(2), [group]]],
    inner: [
      ["group", [["timeout", 1 + random.below(2), body], ...end(author)]],
    ],
    two: [["group", [group, ...end(author)]]],
  } as const satisfies Record<string, readonly Op[]>;
  const which = random.weighted<keyof typeof around>({
    group: 3,
    limit: 3,
    inner: 2,
    two: 1,
  });
  const events = Array.from({ length: 1 + random.below(3) }, (): Op => {
    const choices = {
      parent: ["cancel", parent],
      child: ["cancel", children[random.below(children.length)]!],
      sleep: ["sleep", random.below(2)],
      turn: ["turn"],
    } as const satisfies Record<string, Op>;
    return choices[
      random.weighted<keyof typeof choices>({
        parent: 4,
        child: 3,
        sleep: 2,
        turn: 2,
      })
    ];
  });
  return [
    ["spawn", parent, [...around[which], ...author.brief()]],
    ["sleep", random.below(3)],
    ...events,
  ];
}

/** One that fails, or cleans up, or starts another. */
function writeChild(author: Author, id: TaskId): readonly Op[] {
  const { random } = author;
  const fail: Op = ["raise", random.oneIn(5) ? 0 : 1 + random.below(9)];
  const start: readonly Op[] = [["start", author.newTask(), end(author)]];
  const kinds = {
    fails: [...end(author), fail],
    cleansUp: [
      [
        "try",
        random.pick(["all", "finally"]),
        end(author),
        [
          ...(random.oneIn(2) ? start : []),
          ...end(author),
          ...(random.oneIn(2) ? [fail] : []),
        ],
      ],
    ],
    starts: [...start, ...end(author)],
    cancels: [
      ["sleep", random.below(3)],
      ["cancel", id - 1],
    ],
    any: author.block(2),
  } as const satisfies Record<string, readonly Op[]>;
  return kinds[
    random.weighted<keyof typeof kinds>({
      fails: 4,
      cleansUp: 4,
      starts: 1,
      cancels: 1,
      any: 2,
    })
  ];
}

/** A short wait, mostly. */
function end({ random }: Author): readonly Op[] {
  const ends = {
    sleep: [["sleep", random.below(3)]],
    long: [["sleep", 5]],
    turn: [["turn"]],
    nothing: [],
  } as const satisfies Record<string, readonly Op[]>;
  return ends[
    random.weighted<keyof typeof ends>({
      sleep: 5,
      long: 2,
      turn: 2,
      nothing: 1,
    })
  ];
}

/** Tasks that wait for one that is about to end, each in its way, and cancellations as it ends and a turn or two later. */
export function writeWaiterCrowd(author: Author): readonly Op[] {
  const { random } = author;
  const ms = random.below(3);
  const awaited = author.newTask();
  const waiters = Array.from({ length: 1 + random.below(3) }, () =>
    author.newTask(),
  );
  const starts = waiters.map((id): Op => {
    const ids = random.oneIn(3) ? [awaited, author.task()] : [awaited];
    const waits = {
      await: ["await", awaited],
      gather: ["gather", ids],
      wait: ["wait", ids, random.pick(["all", "first", "failure"]), 9],
      completed: ["completed", ids, random.below(2), author.brief()],
      group: ["group", [["start", author.newTask(), [["sleep", ms]]]]],
    } as const satisfies Record<string, Op>;
    const wait = random.weighted<keyof typeof waits>({
      await: 3,
      gather: 2,
      wait: 3,
      completed: 3,
      group: 2,
    });
    return ["spawn", id, [waits[wait], ...author.brief()]];
  });
  const end: readonly Op[] = random.oneIn(4) ? [["raise", 1]] : [];
  const turns = Array.from({ length: random.below(3) }, (): Op => ["turn"]);
  const cancellations = waiters.map((id): Op => ["cancel", id]);
  return [
    ["spawn", awaited, [["sleep", ms], ...end]],
    ...starts,
    ["sleep", ms],
    ...turns,
    ...cancellations,
  ];
}
