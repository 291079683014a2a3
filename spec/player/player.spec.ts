import {
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { cells, type Cell, type Section } from "../../src/chapter/contents.ts";
import { play } from "../../src/player/player.ts";
import { stamped, terminal } from "../support.ts";

/*
 * `npm start` plays the chapter: in real time, or in virtual time with `--virtual`. One cell alone prints what the cell
 * prints and not a byte more, so that its output can be piped and compared; several are told apart by headings.
 */
describe("Playing the chapter", () => {
  const shown: string[] = [];
  const complained: unknown[][] = [];

  // Importing takes real time, and there is none inside a virtual run.
  const loaded: Cell[] = [];
  beforeAll(async () => {
    for (const cell of cells) {
      const cellModule = await cell.load();
      loaded.push({ ...cell, load: async () => cellModule });
    }
  });

  beforeEach(() => {
    vi.spyOn(console, "log").mockImplementation((text: string) => {
      shown.push(text);
    });
    vi.spyOn(console, "error").mockImplementation((...values: unknown[]) => {
      complained.push(values);
    });
  });

  afterEach(() => {
    vi.restoreAllMocks();
    shown.length = complained.length = 0;
  });

  const stdout = (): string => shown.map((text) => `${text}\n`).join("");

  it("prints exactly the output of one cell", async () => {
    const run = await runVirtual(() => play(["7"], loaded));
    expect(run.result).toBe(0);
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        Inside: work done
        Exiting: releasing resource...
        After: resource released
    `);
  });

  it("prints each of several cells under its heading, a new section under its own", async () => {
    const run = await runVirtual(() => play(["1", "2", "04"], loaded));
    expect(run.output).toBe(terminal`
      ━━ Async iterators ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      ── 1 · Async range ─────────────────────────────────────────────────────
      Async for loop:
        0
        1
        2
        3
        4

      ── 2 · Async comprehensions ────────────────────────────────────────────
      Collected: [0, 1, 2, 3]
      Even numbers: [0, 2, 4, 6, 8]

      ━━ Async generators ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      ── 4 · Async generator ─────────────────────────────────────────────────
      Values: [0, 1, 2, 3, 4]
      Collected: [0, 1, 2]
    `);
  });

  it("plays all sixteen cells, one after the other, where none is named", async () => {
    const run = await runVirtual(() => play([], loaded));
    const headings = run.lines.filter(({ text }) => text.startsWith("── "));
    expect(headings.map(({ at, text }) => `${at} ${text.slice(3, 8)}`)).toEqual(
      [
        "0 1 · A",
        "0 2 · A",
        "0 3 · P",
        "0 4 · A",
        "0 5 · F",
        "0 6 · P",
        "0 7 · A",
        "0 8 · L",
        "0 9 · A",
        "70 10 · ",
        "70 11 · ",
        "150 12 · ",
        "150 13 · ",
        "150 14 · ",
        "150 15 · ",
        "150 16 · ",
      ],
    );
  });

  it("plays cells in the order given and as often as given", async () => {
    const run = await runVirtual(() => play(["2", "1", "2"], twoCells()));
    expect(stamped(run)).toBe(terminal`
         0 ms | ━━ Only section ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━
         0 ms |
         0 ms | ── 2 · Second ──────────────────────────────────────────────────────────
        20 ms | second
        20 ms |
        20 ms | ── 1 · First ───────────────────────────────────────────────────────────
        30 ms | first
        30 ms |
        30 ms | ── 2 · Second ──────────────────────────────────────────────────────────
        50 ms | second
    `);
  });

  it("stamps each line of one cell with its millisecond in virtual time", async () => {
    expect(await play(["--virtual", "9"])).toBe(0);
    expect(stdout()).toBe(terminal`
         0 ms |   [fetch] Starting...
        50 ms |   [fetch] Done in 0.0500s
        50 ms |   [compute] Starting...
        70 ms |   [compute] Done in 0.0200s
    `);
  });

  it("starts the clock anew for each of several cells in virtual time", async () => {
    expect(await play(["1", "2", "--virtual"], twoCells())).toBe(0);
    expect(stdout()).toBe(terminal`
      ━━ Only section ━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━━

      ── 1 · First ───────────────────────────────────────────────────────────
        10 ms | first

      ── 2 · Second ──────────────────────────────────────────────────────────
        20 ms | second
    `);
  });

  it("shows the table of contents with --list, whatever else is asked for", async () => {
    expect(await play(["--virtual", "--list"])).toBe(0);
    expect(stdout()).toBe(terminal`
      Async iterators
         1  Async range
         2  Async comprehensions
         3  Paginator

      Async generators
         4  Async generator
         5  Filtering
         6  Pipeline

      Async context managers
         7  Async resource
         8  Lifecycle events
         9  Async timer
        10  Database connection

      Producer and consumer
        11  Worker pool
        12  Sentinel shutdown

      Combining patterns
        13  Event stream
        14  Set and map comprehensions

      Error handling
        15  Safe resource
        16  Resilient stream
    `);
  });

  it("lists only the cells that are named", async () => {
    expect(await play(["11", "--list"])).toBe(0);
    expect(stdout()).toBe(terminal`
      Producer and consumer
        11  Worker pool
    `);
  });

  it("explains itself with --help, whatever else is asked for", async () => {
    expect(await play(["--list", "--help", "3"])).toBe(0);
    expect(stdout()).toBe(terminal`
      Usage: npm start -- [CELL ...] [OPTION ...]

      Plays the cells, 1 to 16, in the order given; all of them where none is given.

        --virtual  play in virtual time: at once, each line with its millisecond
        --list     show the table of contents instead
        --help     show this text instead
    `);
  });

  it.each(["17", "0", "-1", "1.0", "worker-pool", "--fast", "", "1\n2"])(
    "refuses %j and says what there is",
    async (arg) => {
      expect(await play(["1", arg, "--help"])).toBe(2);
      expect(complained).toEqual([
        [
          `Cannot play: the cells are 1 to 16, the options --virtual, --list, --help, received ${JSON.stringify(arg)}`,
        ],
      ]);
      expect(shown).toEqual([]);
    },
  );

  it.each([
    { args: ["1", "2"], printed: ["before"] },
    { args: ["1", "2", "--virtual"], printed: ["   0 ms | before"] },
  ])(
    "ends with the error of a cell that throws: $args",
    async ({ args, printed }) => {
      const error = new Error("connection lost");
      const [, second] = twoCells();
      const broken = cellOf(1, "Broken", () => {
        console.log("before");
        return Promise.reject(error);
      });
      expect(await play(args, [broken, second])).toBe(1);
      expect(shown.slice(1)).toEqual(printed);
      expect(complained).toEqual([["Cell 1 · Broken failed:", error]]);
    },
  );

  it("ends with the error of a cell that cannot be loaded", async () => {
    const error = new Error("no such module");
    const cell = { ...twoCells()[0], load: () => Promise.reject(error) };
    expect(await play(["1"], [cell])).toBe(1);
    expect(complained).toEqual([["Cell 1 · First failed:", error]]);
  });

  it("takes the arguments of the command line and leaves the exit code", async () => {
    const { argv, exitCode } = process;
    try {
      process.argv = ["node", "play.ts", "17"];
      await import("../../src/player/play.ts");
      expect(process.exitCode).toBe(2);
    } finally {
      process.argv = argv;
      process.exitCode = exitCode;
    }
    expect(complained).toEqual([
      [
        'Cannot play: the cells are 1 to 16, the options --virtual, --list, --help, received "17"',
      ],
    ]);
  });
});

const section: Section = { number: 1, name: "only", title: "Only section" };

function cellOf(
  number: number,
  title: string,
  main: () => Promise<void>,
): Cell {
  const load = async () => ({ main });
  return { section, number, name: title.toLowerCase(), title, load };
}

/** Two cells that wait 10 ms and 20 ms before they print. */
function twoCells(): [Cell, Cell] {
  return [waitingCell(1, "First"), waitingCell(2, "Second")];
}

function waitingCell(number: number, title: string): Cell {
  return cellOf(number, title, async () => {
    await sleep(number * 10);
    console.log(title.toLowerCase());
  });
}
