/*
 * What a reader may try with a cell: numbers to turn, and changes of the program's text. Each names what to look for.
 */

/** A number of a program that a slider changes, visibly, in its text. */
export interface Knob {
  readonly label: string;
  readonly least: number;
  readonly most: number;
  readonly step: number;
  /** The number as the text has it; undefined where the reader has changed that beyond recognition. */
  readonly read: (text: string) => number | undefined;
  readonly write: (text: string, value: number) => string;
}

/** A change to try. */
export interface Prompt {
  readonly title: string;
  readonly look: string;
  /** What is found, once, and what takes its place. */
  readonly edits: readonly (readonly [find: string, put: string])[];
}

/** What there is to try with one program. */
export interface Changes {
  readonly knobs: readonly Knob[];
  /** What to look for while turning them. */
  readonly look?: string;
  readonly prompts: readonly Prompt[];
}

/** @param patterns each has two groups: what stands before the number, and the number */
function number(
  label: string,
  [least, most, step]: readonly [number, number, number],
  ...patterns: readonly RegExp[]
): Knob {
  return {
    label,
    least,
    most,
    step,
    read: (text) => {
      const found = patterns[0]?.exec(text)?.[2];
      return found === undefined ? undefined : Number(found);
    },
    write: (text, value) =>
      patterns.reduce((so, it) => so.replace(it, `$1${value}`), text),
  };
}

/** How many names a list has: `["Worker-0", "Worker-1"]`. */
function names(label: string, name: string): Knob {
  const list = new RegExp(`\\["${name}-\\d+"(?:,\\s*"${name}-\\d+")*,?\\s*\\]`);
  return {
    label,
    least: 1,
    most: 6,
    step: 1,
    read: (text) => list.exec(text)?.[0].split(`${name}-`).slice(1).length,
    write: (text, count) =>
      text.replace(
        list,
        `[${Array.from({ length: count }, (_, at) => `"${name}-${at}"`).join(", ")}]`,
      ),
  };
}

function prompt(
  title: string,
  look: string,
  ...edits: Prompt["edits"]
): Prompt {
  return { title, look, edits };
}

/** The program with a prompt's change; undefined where what it changes is not there any more. */
export function changed(text: string, { edits }: Prompt): string | undefined {
  let so = text;
  for (const [find, put] of edits) {
    if (!so.includes(find)) {
      return undefined;
    }
    so = so.replace(find, () => put);
  }
  return so;
}

/** By the number of the cell. */
export const CHANGES: Readonly<Record<number, Changes>> = {
  1: {
    knobs: [],
    prompts: [
      prompt(
        "Break at 2",
        "The loop asks no more: 3 and 4 are never counted.",
        [
          "    console.log(`  ${i}`);",
          "    console.log(`  ${i}`);\n    if (i === 2) break;",
        ],
      ),
      prompt(
        "Ask for two and a half numbers",
        "The range refuses at its construction, and says what it received.",
        ["new AsyncRange(5)", "new AsyncRange(2.5)"],
      ),
    ],
  },
  2: {
    knobs: [],
    prompts: [
      prompt(
        "Keep the odd ones",
        "Five numbers again, the others.",
        ["i % 2 === 0", "i % 2 === 1"],
        ["Even numbers", "Odd numbers"],
      ),
      prompt(
        "Take 10 ms to decide",
        "Each of the ten numbers is decided on before the next is asked for: 100 ms.",
        ["filter, toArray", "filter, sleep, toArray"],
        [
          "(i) => i % 2 === 0",
          "async (i) => {\n    await sleep(10);\n    return i % 2 === 0;\n  }",
        ],
      ),
    ],
  },
  3: {
    knobs: [
      number("Page size", [1, 10, 1], /(pageSize: )(\d+)/, /(page size )(\d+)/),
      number("Items", [0, 20, 1], /(totalItems: )(\d+)/),
    ],
    look: "The last page holds what is left over, and no page is empty.",
    prompts: [
      prompt(
        "Break after the first page",
        "The other pages are never fetched: each round of the loop asks for one.",
        [
          "    console.log(`  Page: ${repr(page)}`);",
          "    console.log(`  Page: ${repr(page)}`);\n    break;",
        ],
      ),
      prompt(
        "Ask for pages of nothing",
        "It refuses, rather than give empty pages for ever.",
        ["pageSize: 3 });", "pageSize: 0 });"],
      ),
    ],
  },
  4: {
    knobs: [],
    prompts: [
      prompt("Break at 3", "The generator is closed where it is.", [
        "    values.push(value);",
        "    if (value === 3) break;\n    values.push(value);",
      ]),
      prompt(
        "Let the generator throw",
        "What it throws comes out of the loop that asks.",
        [
          "    yield i;",
          '    if (i === 3) throw new Error("no more");\n    yield i;',
        ],
      ),
    ],
  },
  5: {
    knobs: [],
    prompts: [
      prompt(
        "Break at the first",
        "Neither generator goes on behind the item that was asked for.",
        [
          "    console.log(`  ${repr(item)}`);",
          "    console.log(`  ${repr(item)}`);\n    break;",
        ],
      ),
      prompt(
        "Ask for 60 and more",
        "All eight items are made, and two are passed on.",
        ["value >= 30", "value >= 60"],
        ["fetchItems(8), 30", "fetchItems(8), 60"],
      ),
    ],
  },
  6: {
    knobs: [],
    prompts: [
      prompt(
        "Filter first",
        "The same numbers: a square is even where its root is.",
        [
          "onlyEven(squared(asyncRange(8)))",
          "squared(onlyEven(asyncRange(8)))",
        ],
      ),
      prompt(
        "Take two",
        "The pipeline makes no more numbers than are asked for.",
        ["{ toArray }", "{ take, toArray }"],
        ["toArray(pipeline)", "toArray(take(pipeline, 2))"],
      ),
    ],
  },
  7: {
    knobs: [],
    prompts: [
      prompt(
        "Let the work throw",
        "The resource is released all the same, and then the error goes on.",
        ['return "work done";', 'throw new Error("the work fails");'],
      ),
      prompt("Forget to release", "No line says that it is released.", [
        "await using resource",
        "const resource",
      ]),
    ],
  },
  8: {
    knobs: [],
    prompts: [
      prompt("Forget to close", "The list lacks its exit.", [
        "await using resource",
        "const resource",
      ]),
      prompt(
        "Let the use throw",
        "The error comes out, though the exit came before: nothing printed the list.",
        ["    resource.use();", '    throw new Error("the use fails");'],
      ),
    ],
  },
  9: {
    knobs: [
      number(
        "Fetch takes, ms",
        [0, 200, 10],
        /("fetch"\), \(\) => sleep\()(\d+)/,
      ),
      number(
        "Compute takes, ms",
        [0, 200, 10],
        /("compute"\), \(\) => sleep\()(\d+)/,
      ),
    ],
    prompts: [
      prompt(
        "Run both at once",
        "The shorter ends first, and both together take as long as the longer.",
        [
          '  await asyncWith(asyncTimer("fetch"), () => sleep(50));\n  await asyncWith(asyncTimer("compute"), () => sleep(20));',
          '  await Promise.all([\n    asyncWith(asyncTimer("fetch"), () => sleep(50)),\n    asyncWith(asyncTimer("compute"), () => sleep(20)),\n  ]);',
        ],
      ),
      prompt("Let the body throw", "The timer tells its time all the same.", [
        "() => sleep(50)",
        'async () => {\n    await sleep(50);\n    throw new Error("no answer");\n  }',
      ]),
    ],
  },
  10: {
    knobs: [],
    prompts: [
      prompt("Forget to close", "It stays connected.", [
        "await using connection",
        "const connection",
      ]),
      prompt(
        "Let the query fail",
        "The connection is closed before the error comes out.",
        [
          "return [{ result: `data from: ${sql}` }];",
          "throw new Error(`no such table: ${sql}`);",
        ],
      ),
    ],
  },
  11: {
    knobs: [
      names("Workers", "Worker"),
      number("Room", [1, 8, 1], /(new AsyncQueue<number>\()(\d+)/),
      number("Producing takes, ms", [0, 60, 5], /(await sleep\()(\d+)(?=\);)/),
      number(
        "Processing takes, ms",
        [0, 100, 5],
        /(await sleep\()(\d+)(?=, \{ signal)/,
      ),
      number("Items", [0, 12, 1], /(producer\(queue, )(\d+)/),
    ],
    look: "Time is the main knob. While two workers keep up, room never changes how long it takes: let producing take 5 ms, or leave one worker, and the producer waits in put where there is room for one.",
    prompts: [
      prompt(
        "Delete taskDone",
        "join waits for ever, and so do the workers: the deadlock names them all.",
        ["    queue.taskDone();\n", ""],
      ),
      prompt(
        "Let Worker-1 throw",
        "Its item is never done, so join waits for ever; nobody awaits the worker, so its error ends the run.",
        [
          "    await sleep(20, { signal });",
          '    if (name === "Worker-1") throw new Error("Worker-1 breaks");\n    await sleep(20, { signal });',
        ],
      ),
      prompt(
        "Forget to cancel",
        "All work is done, and main waits for workers that loop for ever.",
        ["  for (const task of consumers) {\n    task.cancel();\n  }\n", ""],
      ),
    ],
  },
  12: {
    knobs: [names("Consumers", "Consumer")],
    look: "The first consumer takes all items, however many there are: it is woken first, and never has to wait long enough for another to come before it.",
    prompts: [
      prompt(
        "Forget one sentinel",
        "One consumer waits for ever, and with it whoever gathers.",
        ["i < consumerCount;", "i < consumerCount - 1;"],
      ),
      prompt("Let the work take 10 ms", "Now the consumers share the items.", [
        "    processed.push(item ** 2);\n    await sleep(0);",
        "    processed.push(item ** 2);\n    await sleep(10);",
      ]),
    ],
  },
  13: {
    knobs: [],
    prompts: [
      prompt("Keep the scrolls", "The others, as many.", [
        'event.type === "click"',
        'event.type === "scroll"',
      ]),
      prompt(
        "Break at the second",
        "The processor tells how many it has, however its body ends.",
        [
          "          processed.push(event);",
          "          processed.push(event);\n          if (processed.length === 2) break;",
        ],
      ),
    ],
  },
  14: {
    knobs: [],
    prompts: [
      prompt("Three users", "A set has each once.", ["i % 5", "i % 3"]),
      prompt(
        "Let keys come twice",
        "A map has each key once, with what came last.",
        [
          "map(userIds(5), (id) => [id, `user-${id}`] as const)",
          "map(userIds(7), (id) => [id % 2, `user-${id}`] as const)",
        ],
      ),
    ],
  },
  15: {
    knobs: [],
    prompts: [
      prompt(
        "Suppress the error",
        "It never comes out, so nobody handles it.",
        [
          "[error?: unknown]): Promise<void>",
          "[error?: unknown]): Promise<boolean>",
        ],
        [
          "    console.log(`  ${this.name}: released`);",
          "    console.log(`  ${this.name}: released`);\n    return true;",
        ],
      ),
      prompt(
        "Let the release fail",
        "Both errors survive in a SuppressedError; the catch handles that.",
        [
          "    console.log(`  ${this.name}: released`);",
          '    if (thrown.length > 0) throw new Error("cannot release");\n    console.log(`  ${this.name}: released`);',
        ],
        [
          '  } catch {\n    console.log("  Handled the error");',
          "  } catch (error) {\n    console.log(`  Handled ${String(error)}`);",
        ],
      ),
    ],
  },
  16: {
    knobs: [],
    prompts: [
      prompt(
        "Throw instead of break",
        "The stream is closed before the error comes out.",
        ["    break;", '    throw new Error("seen enough");'],
      ),
      prompt(
        "Forget to close",
        "Asked by hand, a stream stays open: no line says that it is closed.",
        [
          '  for await (const value of resilientStream(["x", "y", "z"])) {\n    console.log(`    got: ${value}`);\n    break;\n  }',
          '  const stream = resilientStream(["x", "y", "z"]);\n  console.log(`    got: ${(await stream.next()).value}`);',
        ],
      ),
    ],
  },
};
