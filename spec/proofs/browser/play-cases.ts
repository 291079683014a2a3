import type { Exploration } from "async-patterns/testing";
import { cells, pathOf } from "../../../src/chapter/contents.ts";
import { MOST_OUTCOMES } from "../../../src/textbook/facts.ts";
import transcripts from "../../chapter/transcripts.json" with { type: "json" };

/*
 * What pages that play are asked in each browser, and how it is read from them.
 */

/** CPython's, by the numbers of the cells. */
export const TRANSCRIPTS = transcripts.cells as unknown as Record<
  number,
  [number, string][]
>;

/** The file of a cell's page. */
export function nameOf(number: number): string {
  const cell = cells[number - 1];
  return `${pathOf(cell as never).split("/")[1]}.html`;
}

export interface Seen {
  readonly lines: readonly (readonly [at: number, text: string])[];
  readonly error: string | undefined;
}

/** What a page shows of a run. */
export const SEEN = `({
  lines: [...document.querySelectorAll("#output .terminal li")].map((line) => {
    const text = line.querySelector("code").textContent;
    return [Number(line.dataset.at), text === " " ? "" : text];
  }),
  error: document.querySelector("#output .error")?.textContent,
})`;

/** The lines of a program that a page marks as wrong, from 1. */
export const MARKED = `[...document.querySelectorAll(".editor li")].flatMap(
  (it, at) => it.matches(".wrong") ? [at + 1] : []
)`;

export interface Orders {
  readonly verdict: string;
  readonly outcomes: readonly (readonly [
    count: string,
    way: string,
    output: string,
  ])[];
}

/** What a page shows of all orders. */
export const ORDERS = `({
  verdict: document.querySelector("#luck .verdict").textContent,
  outcomes: [...document.querySelectorAll("#luck .outcomes > li")].map((it) => [
    it.querySelector(".count strong").textContent,
    it.querySelector(".way code").textContent,
    it.querySelector("pre").textContent,
  ]),
})`;

/** What a page must show of a search. */
export function endingsOf({ outcomes }: Exploration): Orders["outcomes"] {
  return outcomes
    .slice(0, MOST_OUTCOMES)
    .map(({ count, schedule, output }) => [
      count.toLocaleString("en-US"),
      String(schedule),
      output.trimEnd(),
    ]);
}

export const MAIN = "export async function main(): Promise<void> {\n";

/** Programs that fail, what is said of it at first, and in which line. */
export const FAILURES: readonly (readonly [
  what: string,
  program: string,
  error: string,
  line: number | undefined,
])[] = [
  [
    "a syntax error",
    `${MAIN}  const a = ;\n}\n`,
    "Cannot read the program: Unexpected token",
    2,
  ],
  [
    "what is not closed",
    `${MAIN}  if (true) {\n}\n`,
    "Cannot read the program: it ends before all is closed that it opens",
    3,
  ],
  [
    "an error that only the browser's parser finds",
    `${MAIN}  let a = 1;\n  let a = 2;\n}\n`,
    "Cannot read the program: Identifier 'a' has already been declared",
    3,
  ],
  [
    "an unknown name",
    `import { slep } from "async-patterns";\n${MAIN}  await slep(1);\n}\n`,
    "Cannot import: async-patterns has no such name, but sleep, ",
    1,
  ],
  [
    "an unknown module",
    `${MAIN}}\nimport "lodash";\n`,
    "Cannot import: there is no such module on this page, but async-patterns, async-patterns/testing, ../repr.ts, received lodash",
    3,
  ],
  [
    "what browsers do not know",
    `${MAIN}  class Shy {\n    @once greet() {}\n  }\n}\n`,
    "Cannot read the program: browsers do not know decorators yet",
    3,
  ],
  [
    "what is more than types",
    `namespace Types {\n  export type A = 1;\n}\nnamespace Code {\n  export const a = 1;\n}\n${MAIN}}\n`,
    "Cannot read the program: this page takes types out, and a namespace with code in it is more than types",
    4,
  ],
  [
    "no main",
    "export const a = 1;\n",
    "Cannot run: the program must export a function main",
    undefined,
  ],
  [
    "an error that is thrown",
    `${MAIN}  console.log(1);\n  throw new Error("boom");\n}\n`,
    "Error: boom",
    3,
  ],
  [
    "a livelock",
    `import { nextTurn } from "async-patterns";\n${MAIN}  for (;;) await nextTurn();\n}\n`,
    "LivelockError: Cannot go on: at 0 ms more than 10000 jobs ran",
    undefined,
  ],
  [
    "an interval that nobody clears",
    `${MAIN}  setInterval(() => console.log("tick"), 10);\n  await new Promise(() => {});\n}\n`,
    "Error: Cannot finish: more than 10,000 timers were set, and the program goes on\n  main waits for a promise\n  a timer that main set",
    2,
  ],
  [
    "a program that does not give control back",
    `${MAIN}  console.log("before");\n  for (;;) {}\n}\n`,
    "Cannot go on: the program has not given control back for 1.5 s",
    undefined,
  ],
  [
    "a name that Node has",
    `${MAIN}  console.log(process.version);\n}\n`,
    "ReferenceError: process is not defined",
    2,
  ],
];

/** Programs that run and end, of the kinds that readers paste, and what they print. */
export const PASTED: readonly (readonly [
  what: string,
  program: string,
  lines: Seen["lines"],
])[] = [
  [
    "one that exports nothing",
    `import { sleep } from "async-patterns";\n\nconst held: number[] = [];\nawait sleep(5);\nconsole.log(held);\nexport {};\n`,
    [[5, "[]"]],
  ],
  [
    "one that calls its own main last",
    `import { sleep } from "async-patterns";\nasync function main() {\n  await sleep(5);\n  console.log("end");\n}\nvoid main();\n`,
    [[5, "end"]],
  ],
  [
    "one that leaves its main to others",
    `async function main() {\n  console.log("end");\n}\n`,
    [[0, "end"]],
  ],
  [
    "one whose main is its default export",
    `export default async () => console.log("end");\n`,
    [[0, "end"]],
  ],
  [
    "one with enums, generics and what a constructor declares",
    `enum Size { S, L = "l" }\nclass Box<T> {\n  constructor(readonly it: T) {}\n}\n${MAIN}  console.log(Size.S, Size.L, new Box<number>(1));\n}\n`,
    [[0, "0 l Box { it: 1 }"]],
  ],
  [
    "one that sleeps very often",
    `import { sleep } from "async-patterns";\n${MAIN}  for (let hour = 0; hour < 20_000; hour++) await sleep(3_600_000);\n  console.log("end");\n}\n`,
    [[72_000_000_000, "end"]],
  ],
  [
    "one that prints in many ways",
    `${MAIN}  console.table([{ id: 1 }]);\n  console.group("group");\n  console.count();\n  console.assert(false, "no");\n  console.groupEnd();\n  console.time();\n  await new Promise((resolve) => setTimeout(resolve, 250));\n  console.timeEnd();\n}\n`,
    [
      [0, "┌─────────┬────┐"],
      [0, "│ (index) │ id │"],
      [0, "├─────────┼────┤"],
      [0, "│ 0       │ 1  │"],
      [0, "└─────────┴────┘"],
      [0, "group"],
      [0, "  default: 1"],
      [0, "  Assertion failed: no"],
      [250, "default: 250ms"],
    ],
  ],
  [
    "one that shows where it is",
    `function fail() {\n  throw new Error("lost");\n}\n${MAIN}  try {\n    fail();\n  } catch (error) {\n    console.log(error);\n  }\n}\n`,
    [
      [0, "Error: lost"],
      [0, "    at fail (program.ts:2)"],
      [0, "    at main (program.ts:6)"],
    ],
  ],
];

export function beginningWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[.()/[\]]/g, "\\$&")}`);
}
