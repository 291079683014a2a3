/*
 * A random async program as plain data, so that TypeScript and Python can both run it.
 *
 * Both note what happens, a line for each event: `5 t1 put q0 7 /2` says that at virtual millisecond 5 task 1 has put
 * the item 7 into queue 0, which holds 2 items then. A step that throws notes `!Error` in place of its result.
 *
 * The two languages cannot agree on everything. This is the whole list of what both leave out, or do alike:
 *
 * - Python can cancel a task wherever it is suspended, TypeScript only in waits that were given a signal. So every wait is
 *   given one: that of the innermost group or time limit that it stands in, or else the task's. A task that awaits itself
 *   is the one exception. Nobody cancels itself.
 * - Python cancels what is awaited or gathered together with who waits for it, TypeScript ends the wait alone. So the
 *   Python side shields it.
 * - Of a task's end and a signal, `abortable` takes what comes first. A cancellation in Python wins until who waits has its
 *   turn, so here its `await` looks at the signal once more.
 * - A signal aborts once and stays aborted, and so do the signals of what stands inside. In asyncio, each time limit, each
 *   group and each call of `cancel` throws a CancelledError of its own. So a task that was cancelled, and goes on to clean
 *   up, gives its waits the signal of the innermost group or limit that was not cancelled, if there is one. On the
 *   Python side a cancellation by what was cancelled already does not happen, and `cancel` is `not now` on both.
 * - The reason of a time limit is its TimeoutError, which is what the waits inside throw. In asyncio they throw a
 *   CancelledError. So inside, both note that, and a task that ends by it gives a CancelledError to those who await it.
 * - A body of a group that catches a cancellation from outside, and ends as if nothing had happened, keeps asyncio's group
 *   from hearing of it. Here the group has the signal itself, and ends. So both throw the cancellation once more.
 * - A group that ends with errors in a task that was cancelled cancels it once more in Python. Here the signal is aborted
 *   anyway. So the Python side leaves that out.
 * - `asyncio.as_completed` keeps what it is given in a set, so that luck decides in which order those come that are done
 *   already. So both leave out all of those but the first. A group's tasks are in a set as well, so the Python side puts one
 *   in its place that keeps their order, in which they are cancelled.
 * - `asyncio.wait` with no time at all ends behind whatever stands in line when its lap of the loop is over; a `timeout` of
 *   no time ends on the next turn. Here both do the latter, since turns know no laps. So a `wait` has some time.
 * - When the body of a context manager and its exit both throw, asyncWith throws a pair, and Python the later error,
 *   which remembers the earlier as its context. Both note `E2 over E1` and go on with the later.
 * - A cancelled task throws the same reason at each `await` of it, and in asyncio a new CancelledError. So if body and
 *   exit both throw a cancellation, it may be one error or two, and neither side notes a pair.
 * - A `for await` that is left by an error closes its generator and drops what the closing throws; Python's aclosing
 *   does not. So a generator that is closed by an error swallows what its own closing throws, and notes it.
 * - Python leaves it to its garbage collector to close a generator that was left early. The Python side closes each one
 *   where it is left, with contextlib.aclosing.
 * - A task that awaits itself is found by V8's stacks, and these do not know yet who awaits a generator that has just been
 *   closed. So in what closes a generator no task awaits itself.
 * - Once a task has awaited itself, CPython takes every other await of it for an error ("await wasn't used with future").
 *   The Python side clears the flag that makes it do so.
 * - Python's priority queue asks for comparable items and does not keep equal ones in order. Where equal ones can occur
 *   (`ranked`), its entries carry a running number, as the documentation of heapq advises.
 */

/** The number of a queue, a place in `Program.queues`. */
export type QueueId = number;
/** The number of a task, the same in every run. Main has none. */
export type TaskId = number;

/** `priority` compares items by `<`; `ranked` by their tens only, so that different items can be equal. */
export const queueKinds = ["fifo", "lifo", "priority", "ranked"] as const;
export type QueueKind = (typeof queueKinds)[number];

/** The number of a lock, an event and the like, a place in `Program.things`. */
export type ThingId = number;

/** A condition has a lock of its own, or shares that of the thing of that number. */
export type Thing =
  | readonly ["lock"]
  | readonly ["semaphore" | "bounded", places: number]
  | readonly ["event"]
  | readonly ["condition", lock?: ThingId]
  | readonly ["barrier", parties: number];

export type Block = readonly Op[];

/** Tasks to be gathered, or gathered already. */
export type Gathered = readonly (TaskId | Gathered)[];

/** One step of a program. */
export type Op =
  | readonly ["sleep", number]
  /** A turn that heeds no signal. */
  | readonly ["turn"]
  | readonly ["put", QueueId, number]
  | readonly ["get", QueueId]
  /** The next two note an error and go on. */
  | readonly ["putNow", QueueId, number]
  | readonly ["getNow", QueueId]
  /** taskDone, as the next two; an error is noted. */
  | readonly ["done", QueueId]
  /** taskDone until nothing is unfinished. */
  | readonly ["finish", QueueId]
  | readonly ["join", QueueId]
  /** Shuts a queue down: 1 at once, 0 gently. */
  | readonly ["shut", QueueId, 0 | 1]
  /** Notes whether a task is done, and whether cancelled. */
  | readonly ["look", TaskId]
  | readonly ["cancel", TaskId]
  | readonly ["await", TaskId]
  /** A list in the list is gathered by itself, and what that gives is gathered with the others. */
  | readonly ["gather", Gathered]
  | readonly ["spawn", TaskId, Block]
  /** Throws error number n, or a CancelledError if that is 0. */
  | readonly ["raise", number]
  /** Ends the task, or the enter, exit or generator that it stands in. */
  | readonly ["return"]
  | readonly ["repeat", number, Block]
  | readonly ["try", Catching, Block, Block]
  /** Sets a variable of the async context while the block runs; each line ends with its value, if it has one: `@3`. */
  | readonly ["as", number, Block]
  | readonly ["with", Manager, Block]
  | readonly ["genWith", GeneratorManager, Block]
  /** `for await` over a generator, left after so many items; 0 for never. */
  | readonly ["loop", Source, number, Block]
  /** toArray over a pipeline. */
  | readonly ["collect", Source, readonly Stage[]]
  /** `for await` over a queue, left after so many items: the block may well put more into it. */
  | readonly ["drain", QueueId, number, Block]
  /** Acquires a lock, a semaphore or a condition, and releases it behind the block. */
  | readonly ["hold", ThingId, Block]
  | readonly ["acquire", ThingId]
  /** The next four note an error and go on. */
  | readonly ["release", ThingId]
  /** Sets an event, or clears it: 1 or 0. */
  | readonly ["set", ThingId, 0 | 1]
  | readonly ["notify", ThingId, number]
  /** Aborts a barrier, or resets it: 1 or 0. */
  | readonly ["break", ThingId, 0 | 1]
  /** Waits for an event, a condition or a barrier. */
  | readonly ["waitAt", ThingId]
  /** A task group around the block. */
  | readonly ["group", Block]
  /** Starts a task in the innermost group around the step, or else around who started the task that takes it. */
  | readonly ["start", TaskId, Block]
  | readonly ["timeout", ms: number, Block]
  /** Waits for tasks, for any time where `ms` is 9. */
  | readonly [
      "wait",
      readonly TaskId[],
      "all" | "first" | "failure",
      ms: number,
    ]
  /** A loop over tasks as they end, left after so many; 0 for never. */
  | readonly ["completed", readonly TaskId[], number, Block]
  /** An exit stack around the block: it enters managers and defers blocks first; 1 moves all to another stack behind it. */
  | readonly ["stack", readonly (Manager | readonly [Block])[], 0 | 1, Block];

/** What a try catches: errors, cancellations too, or nothing: then its second block is a `finally`. */
export type Catching = "errors" | "all" | "finally";

/**
 * A manager: what it does on enter and on exit, and what it makes of an error: let it `pass`, `suppress` it, suppress
 * all but a cancellation (`errors`), or throw the very same one (`rethrow`).
 */
export type Manager = readonly [
  enter: Block,
  exit: Block,
  verdict: "pass" | "suppress" | "errors" | "rethrow",
];

/**
 * A generator's manager: what it does before the yield and after it, and how the two are tied:
 *
 * - `plain` yields without a try, `finally` exits in one, `swallow` catches everything, `rethrow` throws it on;
 * - `twice` swallows and yields once more, `never` does not yield at all.
 */
export type GeneratorManager = readonly [
  before: Block,
  after: Block,
  shape: "plain" | "finally" | "swallow" | "rethrow" | "twice" | "never",
];

/** A generator that yields 0, 1, 2, … with a block before each; the second block is its `finally`. */
export type Source = readonly [before: readonly Block[], closing: Block];

/** `map` sleeps so long for each item and fails with error n on item `failOn`; `filter` keeps even items. */
export type Stage =
  | readonly ["map", sleepMs: number, failOn: number, error: number]
  | readonly ["filter"]
  | readonly ["take", number];

export interface Program {
  readonly queues: readonly (readonly [QueueKind, maxsize: number])[];
  readonly things: readonly Thing[];
  /** Runs first; then main awaits every task in the order of their numbers. */
  readonly main: Block;
}

/** One line an event; a deadlock is among them. */
export type Transcript = string;
