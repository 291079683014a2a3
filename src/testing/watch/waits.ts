/** A kind of wait, as plain data: in all the words that reports and drawings have for it; `$` stands for what is waited on. */
export interface WaitKind {
  /** As a program calls it: `AsyncQueue.get`. */
  readonly what: string;
  /** As it begins: `waits for an item of $, which is empty`. */
  readonly begins: string;
  /** Once it is over: `is back for an item`. */
  readonly resumes: string;
  /** In a few letters: `get: empty`. */
  readonly label: string;
  /** A time or a turn ends it, so nobody ever asks where it began. */
  readonly endsByItself?: true;
  /** What somebody has to do to the thing that it waits on, so that it can go on: `put`, `took`, or a deed such as `set`. */
  readonly needs?: string;
  /** What it does then. */
  readonly does?: "put" | "took";
  /** It waits for something that others hold. */
  readonly isHeld?: true;
}

/** A kind of wait, and what can be asked about what it waits on. */
export interface KnownKind extends WaitKind {
  /** It ends by the end of other code: of which tasks. */
  readonly tasks?: (on: object) => Iterable<object>;
  /** What else can be said, by the thing itself, of why the wait is not over: `2 of 3 are there`. */
  readonly state?: (on: object) => string | undefined;
}

/** So many tasks are named. */
const MOST_TASKS = 10;

/** The kinds of wait for some tasks. */
function forTasks(
  tasks: (on: object) => Iterable<object>,
): Pick<KnownKind, "tasks" | "state"> {
  return { tasks, state: (on) => notEnded(tasks(on)) };
}

/** The code whose end it waits for is that of whoever waits. */
const none = (): object[] => [];
const itself = (task: object): object[] => [task];
const all = (tasks: object): Iterable<object> => tasks as Iterable<object>;

/** Which tasks have not ended; plain promises do not tell. */
function notEnded(tasks: Iterable<object>): string | undefined {
  const names = [...tasks].flatMap((task) => {
    const { name, done } = task as { name?: string; done?: boolean };
    return done === false ? [name] : [];
  });
  const more = names.length - MOST_TASKS;
  const shown = [
    ...names.slice(0, MOST_TASKS),
    ...(more > 0 ? [`${more} more`] : []),
  ];
  return names.length === 0
    ? undefined
    : `${shown.join(", ")} ${names.length === 1 ? "has" : "have"} not ended`;
}

/** Which sources have not answered, and what is under way besides. */
function notAnswered(on: object): string {
  const { all, busy } = on as {
    all: readonly { asked: boolean }[];
    busy: number;
  };
  const silent = all.filter(({ asked }) => asked).length;
  const of =
    all.length === 1 ? "its source" : `${silent} of its ${all.length} sources`;
  return [
    silent > 0 ? `${of} ${silent === 1 ? "has" : "have"} not answered` : "",
    busy > 0
      ? `${busy} ${busy === 1 ? "item is" : "items are"} being worked on`
      : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** All kinds of wait, each by what the library calls it. A program that only runs need not carry their words. */
const KINDS: Readonly<Record<string, KnownKind>> = {
  nextTurn: {
    what: "nextTurn",
    begins: "gives up its turn",
    resumes: "has its next turn",
    label: "nextTurn",
    endsByItself: true,
  },
  sleep: {
    what: "sleep",
    begins: "sleeps",
    resumes: "is woken from its sleep",
    label: "sleep",
    endsByItself: true,
  },
  Task: {
    what: "Task",
    begins: "waits for $",
    resumes: "knows how $ ended",
    label: "$",
    tasks: itself,
  },
  "Task, itself": {
    what: "Task",
    begins: "waits for $, which is itself",
    resumes: "is told that it waits for itself",
    label: "$",
    endsByItself: true,
  },
  "Task, abortable": {
    what: "Task",
    begins: "waits for $ or an abort",
    resumes: "knows how $ ended, or that it need not wait",
    label: "$",
    tasks: itself,
  },
  abortable: {
    what: "abortable",
    begins: "waits for a promise or an abort",
    resumes: "has its promise or its abort",
    label: "abortable",
  },
  gather: {
    what: "gather",
    begins: "waits for the gathered tasks",
    resumes: "knows how the gathered tasks ended",
    label: "gather",
    ...forTasks(all),
  },
  wait: {
    what: "wait",
    begins: "waits for some of its tasks",
    resumes: "knows which of its tasks ended",
    label: "wait",
    ...forTasks(all),
  },
  asCompleted: {
    what: "asCompleted",
    begins: "waits for the next task that ends",
    resumes: "is back for a task that has ended",
    label: "asCompleted",
    ...forTasks(all),
  },
  TaskGroup: {
    what: "TaskGroup",
    begins: "waits for the tasks of $",
    resumes: "knows how the tasks of $ ended",
    label: "group",
    ...forTasks((on) => (on as { tasks: Iterable<object> }).tasks),
  },
  merge: {
    what: "merge: next item",
    begins: "waits for the next item of the merged sources",
    resumes: "is back for an item of the merged sources",
    label: "merge",
    state: notAnswered,
  },
  zip: {
    what: "zip: next row",
    begins: "waits for an item of each source",
    resumes: "is back for the next row",
    label: "zip",
    state: notAnswered,
  },
  buffer: {
    what: "buffer: next item",
    begins: "waits for the next buffered item",
    resumes: "is back for a buffered item",
    label: "buffer",
    state: notAnswered,
  },
  mapConcurrent: {
    what: "mapConcurrent: next result",
    begins: "waits for the next result",
    resumes: "is back for a result",
    label: "mapConcurrent",
    state: notAnswered,
  },
  timeout: {
    what: "timeout: its body",
    begins: "runs a body that has limited time",
    resumes: "has left the limited time",
    label: "timeout",
    tasks: none,
    state: (on) => {
      const { ms, signal } = on as { ms: number; signal: AbortSignal };
      return signal.aborted
        ? "its signal has aborted, and the body does not heed that"
        : `the time is ${ms} ms`;
    },
  },
  "AsyncExitStack.exit": {
    what: "AsyncExitStack.exit",
    begins: "waits for an exit of $",
    resumes: "knows how the exit of $ ended",
    label: "exit",
    tasks: none,
    state: (on) => `${(on as { size: number }).size} more to exit`,
  },
  "AsyncQueue.get": {
    what: "AsyncQueue.get",
    begins: "waits for an item of $, which is empty",
    resumes: "is back for an item",
    label: "get: empty",
    needs: "put",
    does: "took",
  },
  "AsyncQueue.put": {
    what: "AsyncQueue.put",
    begins: "waits for room in $, which is full",
    resumes: "is back for room",
    label: "put: full",
    needs: "took",
    does: "put",
  },
  "AsyncQueue.join": {
    what: "AsyncQueue.join",
    begins: "waits until all items of $ are done",
    resumes: "knows that all items are done",
    label: "join",
    needs: "took",
  },
  "Lock.acquire": {
    what: "Lock.acquire",
    begins: "waits for $, which is held",
    resumes: "is back for $",
    label: "acquire: held",
    isHeld: true,
  },
  "Semaphore.acquire": {
    what: "Semaphore.acquire",
    begins: "waits for a place of $",
    resumes: "is back for its place",
    label: "acquire: full",
    isHeld: true,
  },
  "AsyncEvent.wait": {
    what: "AsyncEvent.wait",
    begins: "waits until $ is set",
    resumes: "knows that $ was set",
    label: "wait: not set",
    needs: "set",
  },
  "Condition.wait": {
    what: "Condition.wait",
    begins: "waits for $",
    resumes: "is notified, and back for the lock",
    label: "wait",
    needs: "notified",
  },
  "Barrier.wait": {
    what: "Barrier.wait",
    begins: "waits for the others at $",
    resumes: "is let through $",
    label: "wait: not all there",
    state: (on) => {
      const { parties, waiting } = on as { parties: number; waiting: number };
      return `${waiting} of ${parties} are there`;
    },
  },
};

/** @param name what the library calls it; another copy of the library may have kinds that are not known here */
export function waitKind(name: string): KnownKind {
  return (
    KINDS[name] ?? {
      what: name,
      begins: `waits for ${name}`,
      resumes: `is back from ${name}`,
      label: name,
    }
  );
}

export function dataOf(kind: KnownKind): WaitKind {
  const { tasks: _tasks, state: _state, ...data } = kind;
  return data;
}
