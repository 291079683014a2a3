/*
 * What no folder knows: in which order the pages are read, and the titles that a file's name does not give. A page that
 * is listed in none of these orders belongs to the workshop, which has an index of its own.
 */

/** The pages to begin with, by the names of their texts in src/textbook/guides. */
export const GUIDES: ReadonlyMap<string, string> = new Map([
  ["use-it", "Use it"],
  ["test-with-it", "Test with it"],
  ["blank-page", "A blank page"],
  ["questions", "Ten questions"],
  ["rule-of-turns", "The rule of turns"],
  ["exercises", "Exercises"],
]);

/** The programs beyond the chapter, by their names, and the concepts of the library that each shows. */
export const BEYOND: ReadonlyMap<
  string,
  { readonly title: string; readonly concepts: readonly string[] }
> = new Map([
  ["lock", { title: "A lock", concepts: ["lock"] }],
  ["semaphore", { title: "A semaphore", concepts: ["semaphore"] }],
  [
    "events",
    {
      title: "Events and conditions",
      concepts: ["async-event", "condition"],
    },
  ],
  ["barrier", { title: "A barrier", concepts: ["barrier"] }],
  ["task-group", { title: "A task group", concepts: ["task-group"] }],
  ["timeout", { title: "A time limit", concepts: ["timeout"] }],
  [
    "several",
    { title: "As completed, and wait", concepts: ["as-completed", "wait"] },
  ],
  ["exit-stack", { title: "An exit stack", concepts: ["async-exit-stack"] }],
  [
    "streams",
    {
      title: "Merge, zip and buffer",
      concepts: ["merge", "zip", "map-concurrent"],
    },
  ],
  [
    "map-concurrent",
    { title: "A concurrent map", concepts: ["map-concurrent"] },
  ],
]);

/** The concepts of the library: tasks, queues, contexts, iteration, locks, groups. */
export const LIBRARY: readonly string[] = [
  "task",
  "sleep",
  "gather",
  "async-queue",
  "ordered-queues",
  "queue-iteration",
  "queue-shutdown",
  "async-context-manager",
  "generator-manager",
  "async-exit-stack",
  "async-iteration",
  "merge",
  "zip",
  "chunk",
  "map-concurrent",
  "lock",
  "semaphore",
  "async-event",
  "condition",
  "barrier",
  "task-group",
  "timeout",
  "wait",
  "as-completed",
  "abortable",
  "coming-from-python",
  "pitfalls",
];

/** The parts of the test kit: time, what goes wrong, the search, and the world outside. */
export const KIT: readonly string[] = [
  "virtual-time",
  "settle",
  "virtual-timers",
  "virtual-clock",
  "chance",
  "deadlock",
  "leaks",
  "livelock",
  "unhandled-errors",
  "time-limit",
  "explore",
  "every-schedule",
  "choose",
  "vary",
  "latency",
  "schedule",
  "races",
  "bounded-buffer",
  "classics",
  "queue-schedules",
  "determinism",
  "real-io",
  "timeline",
  "options",
];

/** The titles of pages whose names are no titles, by their file names. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["library-as-completed", "As tasks end"],
  ["library-chunk", "Chunks"],
  ["library-coming-from-python", "Coming from Python"],
  ["library-contexts", "The async context"],
  ["library-copies", "Copies of the library"],
  ["library-map-concurrent", "Mapping concurrently, and buffers"],
  ["library-merge", "Merging sources"],
  ["library-queue-cost", "What a queue costs"],
  ["library-signals", "Signals of other makes"],
  ["library-stacks", "The stack of an error"],
  ["library-types", "Types of the library"],
  ["library-wait", "Waiting for several tasks"],
  ["library-zip", "Zipping sources"],
  ["kit-bounded-buffer", "A bounded buffer"],
  ["kit-chance", "Random numbers"],
  ["kit-choose", "Choices of a program"],
  ["kit-classics", "Classics of concurrency"],
  ["kit-copies", "Copies of the test kit"],
  ["kit-deadlock", "Deadlocks"],
  ["kit-determinism", "Programs that are not deterministic"],
  ["kit-every-schedule", "A test of every schedule"],
  ["kit-explore", "Every schedule"],
  ["kit-livelock", "Livelocks"],
  ["kit-options", "The options"],
  ["kit-queue-schedules", "The queue under every schedule"],
  ["kit-races", "Five races"],
  ["kit-real-io", "Real I/O"],
  ["kit-schedule", "Schedules"],
  ["kit-settle", "When all is quiet"],
  ["kit-timeline", "The record of a run"],
  ["kit-time-limit", "A limit of virtual time"],
  ["kit-transcript-of-failure", "What a failed run had printed"],
  ["kit-vary", "Turns or deadlines"],
  ["kit-virtual-clock", "The virtual clock"],
  ["kit-virtual-timer-promises", "Virtual waits by promise"],
  ["kit-virtual-signals", "Time limits by signals"],
  ["workshop-chapter-repr", "Python's notation"],
  ["workshop-index", "The package"],
  ["workshop-libraries-verdict", "The verdict on a library"],
  ["workshop-textbook-bundle", "The scripts of the pages"],
  ["workshop-textbook-prose", "The prose of the book"],
  ["workshop-textbook-python", "The book in Python"],
  ["workshop-textbook-reporter", "The reporter"],
  ["workshop-textbook-source-highlight", "The colours of code"],
]);

/** The title of a page, if its name does not give one. @param page its file name, without the extension */
export function titleOfPage(page: string): string | undefined {
  return TITLES.get(page);
}
