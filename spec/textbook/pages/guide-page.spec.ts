import { describe, expect, it } from "vitest";
import { createTask } from "../../../src/patterns/task.ts";
import { makeBook } from "../../../src/textbook/book.ts";
import { withoutMain } from "../../../src/textbook/pages/guide-page.tsx";
import {
  files,
  read,
  recorded,
  runFacts,
  specFact,
  testFact,
} from "../fixtures.ts";

const PROGRAM = `import { sleep } from "async-patterns";

export async function main(): Promise<void> {
  if (true) {
    await sleep(1);
  }
}
`;

/** The page of a guide with this text, after a run of these tests. */
function pageOf(guide: string, ...tests: Parameters<typeof testFact>[0][]) {
  const facts = runFacts([
    specFact("spec/guides/use-it.spec.ts", tests.map(testFact)),
  ]);
  const texts = {
    "a/b.ts": PROGRAM,
    "c.md": "# A\n\n## First\n\none\n\n## Second\n\ntwo\n\n## Third\n\nthree\n",
    "src/textbook/guides/use-it.md": guide,
  };
  const book = makeBook(facts, files(texts));
  const main = /<div class="guide">[^]*<\/main>/;
  const html = main.exec(book.get("use-it.html") ?? "")?.[0] ?? "";
  return { html, text: read(new Map([["", html]]), "") };
}

/*
 * A guide is prose, with programs from the project and with what the run made of them in between. Nothing that it shows is
 * written a second time.
 */
describe("The page of a guide", () => {
  it("prose has headings with anchors, and code with its colours", () => {
    const { html } = pageOf(
      "Words.\n\n## Who barges?\n\n```ts\nlet x = 1;\n```\n\n```sh\nnpm ci <x>\n```\n",
    );
    expect(html).toContain('<h2 id="who-barges">Who barges?</h2>');
    expect(html).toContain("<i>let</i> x");
    expect(html).toContain(
      '<pre class="code" tabindex="0">npm ci &lt;x></pre>',
    );
  });

  it("a section of another text is shown without its heading", () => {
    const { text } = pageOf("{section c.md #Second}");
    expect(text).toContain("two");
    expect(text).not.toMatch(/one|three|Second/);
    expect(pageOf("{section c.md #Fourth}").text).not.toMatch(/one|two|three/);
    expect(pageOf("{section not/there.md #Second}").text).not.toContain("two");
  });

  it("a file is shown whole, under its name, and a program as one would type it", () => {
    const whole = pageOf("{file a/b.ts}").text;
    expect(whole).toContain("b.ts import { sleep }");
    expect(whole).toContain("function main");
    const typed = pageOf("{program a/b.ts}").text;
    expect(typed).not.toContain("main");
    expect(withoutMain(PROGRAM)).toBe(
      'import { sleep } from "async-patterns";\n\nif (true) {\n  await sleep(1);\n}\n',
    );
    expect(pageOf("{file not/there.ts}").text).toContain("there.ts");
  });

  it("what a test has printed, drawn or left behind is found by the test's title", async () => {
    const run = await recorded(() => {
      createTask(() => {});
      console.log("printed");
    });
    const printed = pageOf("{output it prints}", { title: "it prints", run });
    expect(printed.text).toContain("printed");
    expect(printed.html).not.toContain("<svg");
    const drawn = pageOf("{run it prints}", { title: "it prints", run });
    expect(drawn.html).toContain('aria-label="Timeline: it prints"');
    const shown = pageOf("{shown it fails}", {
      title: "it fails",
      shown: "Error: <lost>",
    });
    expect(shown.html).toContain("Error: &lt;lost>");
  });

  it("the answer to an exercise is folded", async () => {
    const run = await recorded(() => console.log("printed"));
    const answer = pageOf("{answer it prints}", { title: "it prints", run });
    expect(answer.html).toContain(
      '<details class="answer"><summary>The answer</summary>',
    );
    expect(answer.text).toContain("printed");
    const solution = pageOf("{solution a/b.ts}");
    expect(solution.text).toContain("The solution import { sleep }");
  });

  it("a program can be seen side by side with its drawing and its output, with what is certain of it", async () => {
    const luck = {
      schedules: 2,
      departures: 1,
      complete: true,
      outcomes: [{ output: "1\n", count: 2, schedule: "" }],
      byClock: ["1\n"],
    };
    const { html, text } = pageOf(
      "{view a/b.ts prints}",
      { title: "prints", run: await recorded(() => console.log(1)) },
      { title: "certain", luck },
    );
    const order = ["The program", "The timeline", "The output", "What is cert"];
    const places = order.map((words) => text.indexOf(words));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(html).toContain('<div class="run view" id="run">');
    expect(text).toContain("All 2 orders in which its turns could run");
    const absent = pageOf("{view a/b.ts prints}").text;
    expect(absent.match(/Not part of this run/g)).toHaveLength(3);
  });

  it("a program to be mended says what it must print", async () => {
    const mended = { title: "m", run: await recorded(() => console.log(1)) };
    const { html } = pageOf("{mend a/b.ts m}", mended);
    expect(html).toContain('data-goal="1\n"');
    expect(html).toContain("export");
    expect(pageOf("{mend a/b.ts m}").html).toContain("data-goal");
  });

  it("a program that stands without its main has it for those who run it", () => {
    const { html, text } = pageOf("{program a/b.ts}");
    expect(text).not.toContain("export async function main");
    const [, kept = ""] = /data-program="([^"]*)"/.exec(html) ?? [];
    expect(Buffer.from(kept, "base64url").toString()).toBe(PROGRAM);
    expect(pageOf("{file a/b.ts}").html).not.toContain("data-program");
  });

  it("what has not been run leaves a gap that says so", () => {
    expect(pageOf("{output it prints}").text).toContain(
      "Not part of this run.",
    );
    const shown = pageOf("{output it fails}", { title: "it fails", shown: "" });
    expect(shown.text).toContain("Not part of this run.");
  });

  it("the line of turns and the words of the book stand where they are asked for", () => {
    const { html, text } = pageOf("{line}\n\n{words}");
    expect(text).toContain("runs until it waits next has been in line longest");
    expect(html).toContain('<div id="departure"><dt>departure</dt>');
  });

  it("the rules stand below, with their errors", () => {
    const { text } = pageOf("Words.", { title: "it holds" });
    expect(text).toContain("What has been run it holds");
  });
});
