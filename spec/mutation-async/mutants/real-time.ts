import type { Mutant } from "../mutant.ts";

/** How turns and sleeps sit on Node's own event loop. */
export const realTimeMutants: readonly Mutant[] = [
  {
    name: "equal deadlines end in reverse",
    kind: "order",
    file: "patterns/internal/heap.ts",
    find: "a.order < b.order",
    replace: "a.order > b.order",
    specs: ["heap", "real-time-sleep"],
  },
  {
    name: "a sleep that is due earlier waits for the one before it",
    kind: "time",
    file: "patterns/internal/sleepers.ts",
    find: "this.#heap.push({ deadline, fire }); this.#arm();",
    replace:
      "this.#heap.push({ deadline, fire }); if (this.#heap.size === 1) this.#arm();",
    specs: ["real-time-sleep"],
  },
  {
    name: "a sleeper that was called off keeps the process alive",
    kind: "clean-up",
    file: "patterns/internal/sleepers.ts",
    find: "this.#heap.remove(entry); this.#arm();",
    replace: "this.#heap.remove(entry);",
    specs: ["real-time-sleep"],
  },
  {
    name: "the timeout for a later deadline is not cleared",
    kind: "clean-up",
    file: "patterns/internal/sleepers.ts",
    find: "clearTimeout(this.#timeout);",
    replace: "",
    specs: ["real-time-sleep"],
  },
  {
    name: "a sleeper wakes a fraction early",
    kind: "time",
    file: "patterns/internal/sleepers.ts",
    find: "<= now) {",
    replace: "<= now + 1) {",
    specs: ["real-time-sleep"],
  },
  {
    name: "the next turn begins among the microtasks of the one before",
    kind: "order",
    file: "patterns/internal/real-host.ts",
    find: "} else { nextTick(this.#runTurn); }",
    replace: "} else { this.#runTurn(); }",
    specs: ["real-time", "host"],
  },
  {
    name: "turns without end let no timer through",
    kind: "time",
    file: "patterns/internal/real-host.ts",
    find: "if (this.#isLapDue(this.#turns))",
    replace: "if (false)",
    specs: ["breathing-space", "host"],
  },
  {
    name: "turns go on while somebody takes a breath",
    kind: "order",
    file: "patterns/internal/real-host.ts",
    find: "if (this.#breath !== undefined) { this.#isHeld = true;",
    replace: "if (false) { this.#isHeld = true;",
    specs: ["breathing-space", "host"],
  },
  {
    name: "turns that were held for a breath never go on",
    kind: "wake-up",
    file: "patterns/internal/real-host.ts",
    find: "resolve(); this.#release();",
    replace: "resolve();",
    specs: ["breathing-space", "host"],
  },
];
