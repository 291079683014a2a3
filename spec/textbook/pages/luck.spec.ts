import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it, TestRunner } from "vitest";
import { AsyncEvent } from "../../../src/patterns/async-event.ts";
import { gather } from "../../../src/patterns/gather.ts";
import { createTask } from "../../../src/patterns/task.ts";
import type {
  RecordedLuck,
  RecordedOutcome,
} from "../../../src/textbook/facts.ts";
import { allOutcomes, play } from "../../support.ts";
import { Certainty, Luck } from "../../../src/textbook/pages/luck.tsx";

function outcome(
  output: string,
  more: Partial<RecordedOutcome> = {},
): RecordedOutcome {
  return { output, count: 1, schedule: "the ordinary order", ...more };
}

/** What a reader reads, one element a line. */
function read(luck: Partial<RecordedLuck>, part = Luck): string[] {
  const all = {
    schedules: 1,
    departures: 0,
    complete: true,
    outcomes: [],
    byClock: [],
    ...luck,
  };
  const html = renderToString(h(part, { luck: all }));
  return html
    .replaceAll(/<\/(p|pre|summary)>/g, "\n")
    .replaceAll(/<[^>]+>/g, "")
    .split("\n")
    .filter((line) => line !== "");
}

/*
 * A transcript shows one run. Whether it is the only one possible is another question, and the book answers it: it lists
 * every outcome that some order of the turns leads to.
 */
describe("What is certain", () => {
  it("the output is certain where there is only one order", () => {
    expect(read({ outcomes: [outcome("a\n")] })).toEqual([
      "Certain. There is only one order in which its turns can run.",
    ]);
  });

  it("the output is certain where all orders end the same", () => {
    expect(read({ schedules: 1_200, outcomes: [outcome("a\n")] })).toEqual([
      "Certain. All 1,200 orders in which its turns could run were tried, and each ends the same.",
    ]);
  });

  it("the verdict says how far the search went where it did not try all", () => {
    const luck = { schedules: 500, departures: 2, complete: false };
    expect(read({ ...luck, outcomes: [outcome("a\n")] })).toEqual([
      "No difference found. 500 orders in which its turns could run were tried, with up to 2 departures from the ordinary one, and each ends the same.",
    ]);
  });

  /** The sentence at the top of the page. @param outputs of all orders, the ordinary one first */
  const sentence = (
    outputs: string[],
    byClock: string[],
    more: Partial<RecordedLuck> = { schedules: 487, complete: false },
  ): string => {
    const outcomes = outputs.map((output) => outcome(output));
    return read({ ...more, outcomes, byClock }, Certainty).join();
  };

  it.each([
    [
      "of one order",
      1,
      true,
      "The turns can run in one order only, so each line of the output is certain.",
    ],
    [
      "of all seven orders",
      7,
      true,
      "Each line of the output is the same in every order in which the turns could run.",
    ],
    [
      "of seven orders out of more",
      7,
      false,
      "Each line of the output is the same in each of the 7 orders that were tried.",
    ],
  ])(
    "the sentence at the top says what a search %s makes certain",
    (_, schedules, complete, text) => {
      expect(sentence(["a\n"], ["a\n"], { schedules, complete })).toBe(text);
    },
  );

  it("a line that differs only where turns are not first in, first out, stands by the rule of turns", () => {
    expect(sentence(["a\nb\n\nc\n", "b\na\n\nc\n"], ["a\nb\n\nc\n"])).toBe(
      "2 of 3 lines stand by the rule of turns, first in, first out, which is asyncio’s as well, while another scheduler’s order could differ; 1 of 3 lines is the same in each of the 487 orders that were tried.",
    );
  });

  it("a line that differs where equal deadlines change places is the clock's", () => {
    const outputs = ["a\nb\nc\nd\n", "a\nb\nd\nc\n", "x\nb\n"];
    expect(sentence(outputs, outputs.slice(0, 2), { complete: true })).toBe(
      "The clock decides 2 of 4 lines, since they rest on deadlines that are equal; 1 of 4 lines stands by the rule of turns, first in, first out, which is asyncio’s as well, while another scheduler’s order could differ; 1 of 4 lines is the same in every order in which the turns could run.",
    );
    expect(sentence(["a\nb\n", "b\na\n"], ["a\nb\n", "b\na\n"])).toBe(
      "The clock decides 2 of 2 lines, since they rest on deadlines that are equal.",
    );
    expect(sentence(["a\nb\nc\n", "a\nb\nd\n"], ["a\nb\nc\n"])).toMatch(
      /; 2 of 3 lines are the same/,
    );
    expect(sentence(["a\nb\n", "b\na\n"], ["a\nb\n"])).toMatch(
      /^2 of 2 lines stand by .* differ\.$/,
    );
  });

  it("each outcome has its count and the shortest way to it", () => {
    const way = "step 1, at 0 ms: B runs before A";
    expect(
      read({
        schedules: 2,
        outcomes: [outcome("a\nb\n"), outcome("b\na\n", { schedule: way })],
      }),
    ).toEqual([
      "The rule of turns decides. All 2 orders in which its turns could run were tried, and they end in 2 ways.",
      "Certain all the same: every outcome has these lines, and only their order differs.",
      "1 of 2 orders",
      "The shortest way: the ordinary order",
      "a",
      "b",
      "The other outcome",
      "1 of 2 orders",
      `The shortest way: ${way}`,
      "b",
      "a",
    ]);
  });

  it("the lines that all outcomes have in common are told", () => {
    const outcomes = [
      outcome("a\nsame\n"),
      outcome("b\nsame\n"),
      outcome("same\n"),
    ];
    const text = read({ schedules: 3, outcomes });
    expect(text.slice(1, 3)).toEqual([
      "Certain all the same: every outcome has these lines.",
      "same",
    ]);
    expect(text).toContain("The other outcomes");
  });

  it("an outcome shows its error, and that it printed nothing", () => {
    const outcomes = [outcome("", { error: "DeadlockError: Cannot go on" })];
    expect(read({ outcomes }).slice(1)).toEqual([
      "1 of 1 orders, with an error",
      "The shortest way: the ordinary order",
      "(nothing)",
      "DeadlockError: Cannot go on",
    ]);
  });

  it("the verdict does not speak of all orders where the search did not try all", () => {
    const luck = {
      schedules: 9,
      complete: false,
      outcomes: [outcome("a\n"), outcome("b\n")],
      byClock: ["a\n", "b\n"],
    };
    expect(read(luck)[0]).toBe(
      "The clock decides. 9 orders in which its turns could run were tried, and they end in 2 ways.",
    );
  });

  it.each([
    [
      "a\n",
      "The same in every order that was tried: every outcome has these lines.",
    ],
    [
      "a\nb\n",
      "The same in every order that was tried: every outcome has these lines, and only their order differs.",
    ],
  ])(
    "nothing is called certain where the search did not try all: %j",
    (output, text) => {
      const outcomes = [outcome("b\na\n"), outcome(output)];
      expect(read({ schedules: 9, complete: false, outcomes })).toContain(text);
      expect(
        read({ schedules: 9, complete: false, outcomes }).join(),
      ).not.toContain("ertain");
    },
  );

  it.each([
    [9, "And 1 more outcome."],
    [10, "And 2 more outcomes."],
  ])("the list of %i outcomes stops after eight", (length, text) => {
    const outcomes = Array.from({ length }, (_, n) => outcome(`${n}\n`));
    expect(read({ schedules: length, outcomes }).at(-1)).toBe(text);
  });

  /** What a search leaves behind for the book. */
  async function found(main: () => unknown): Promise<RecordedLuck> {
    await allOutcomes(main);
    return TestRunner.getCurrentTest()?.meta.luck as RecordedLuck;
  }

  const ordered = async (): Promise<void> => {
    const names = ["A", "B", "C"];
    const tasks = names.map((name) =>
      createTask(() => console.log(name), { name }),
    );
    await gather(...tasks);
  };

  it("each other outcome has its drawing, in which the turns that depart from the ordinary order are framed", async () => {
    const luck = await found(ordered);
    const html = renderToString(h(Luck, { luck }));
    const drawings = html
      .split('<li><p class="count">')
      .slice(1)
      .map((it) => [
        /The shortest way: <code>(.*?)<\/code>/s.exec(it)?.[1],
        /It departs at turn (.*?)\./.exec(it)?.[1],
        /aria-label="(.*?)"/.exec(it)?.[1],
      ]);
    expect(drawings).toEqual([
      ["the ordinary order", undefined, undefined],
      [
        "step 1, at 0 ms: B (start) runs before A (start)",
        "2",
        "Timeline: outcome 2",
      ],
      [
        "step 1, at 0 ms: C (start) runs before A (start), B (start)",
        "2",
        "Timeline: outcome 3",
      ],
      [
        "step 2, at 0 ms: C (start) runs before B (start)",
        "3",
        "Timeline: outcome 4",
      ],
      [
        "step 1, at 0 ms: B (start) runs before A (start)\nstep 2, at 0 ms: C (start) runs before A (start)",
        "2, 3",
        "Timeline: outcome 5",
      ],
      [
        "step 1, at 0 ms: C (start) runs before A (start), B (start)\nstep 2, at 0 ms: B (start) runs before A (start)",
        "2, 3",
        "Timeline: outcome 6",
      ],
    ]);
  });

  it("an outcome that fails is drawn up to its end, with the lanes of the run that was played", async () => {
    async function* ticks(): AsyncGenerator<number> {
      yield await Promise.resolve(1);
    }
    const main = async (): Promise<void> => {
      const bell = new AsyncEvent();
      const heard = createTask(() => bell.wait(), { name: "listener" });
      createTask(
        () => {
          bell.set();
          bell.clear();
        },
        { name: "ringer" },
      );
      for await (const tick of ticks()) {
        console.log(tick);
      }
      await heard;
    };
    await play(main, ticks);
    const { outcomes } = await found(main);
    expect(outcomes.map(({ error }) => error?.slice(0, 13))).toEqual([
      undefined,
      "DeadlockError",
    ]);
    const ending = outcomes[1]?.run;
    expect(ending?.timeline.map(({ who, kind }) => `${who} ${kind}`)).toEqual([
      "main created",
      "main created",
      "main asked",
      "ticks gave",
      "main printed",
      "main asked",
      "ticks gave",
      "main waits",
      "ringer started",
      "ringer ended",
      "listener started",
      "listener waits",
    ]);
  });
});
