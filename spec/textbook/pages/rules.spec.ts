import { h } from "preact";
import { renderToString } from "preact-render-to-string";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import {
  GroupProse,
  ruleGroups,
  RuleList,
  type RuleGroup,
} from "../../../src/textbook/pages/rules.tsx";
import {
  files,
  recorded,
  runFacts,
  specFact,
  testFact,
  topicAt,
} from "../fixtures.ts";
import type { TestFact } from "../../../src/textbook/facts.ts";

const FILE = "spec/testing/a.spec.ts";

const SOURCE = `/*
 * The idea.
 */
describe("A thing", () => {
  it("holds", () => {
    expect(1).toBe(1);
  });

  it.each([1, 2])("holds for %d", (n) => {});

  /* More of it. */
  describe("within", () => {
    it("holds, too", () => {});
  });
});
`;

function groupsOf(tests: readonly TestFact[]) {
  const facts = runFacts([specFact(FILE, tests)]);
  return ruleGroups(topicAt("kit-a.html", facts, files({ [FILE]: SOURCE })));
}

/** The rules of one describe, as they stand on the page. */
function listed(group: RuleGroup, withRuns = true): string {
  return renderToString(h(RuleList, { group, withRuns }));
}

/*
 * Each test is a rule: its title says what holds, its code proves it. The describes are the headings, and their prose
 * stands below them.
 */
describe("The rules on a page", () => {
  const tests = [
    testFact({ line: 5 }),
    testFact({ title: "holds for 1", line: 9 }),
    testFact({ title: "holds for 2", line: 9 }),
    testFact({
      title: "holds, too",
      groups: ["A thing", "within"],
      line: 13,
    }),
  ];

  it("rules stand under their describes, and tests that share their code are one rule", () => {
    expect(groupsOf(tests)).toEqual([
      {
        title: "A thing",
        prose: "The idea.",
        depth: 1,
        rules: [
          {
            id: "rule-1",
            tests: [tests[0]],
            code: 'it("holds", () => {\n  expect(1).toBe(1);\n});',
            file: FILE,
          },
          {
            id: "rule-2",
            tests: [tests[1], tests[2]],
            code: 'it.each([1, 2])("holds for %d", (n) => {});',
            file: FILE,
          },
        ],
      },
      {
        title: "within",
        prose: "More of it.",
        depth: 2,
        rules: [
          {
            id: "rule-3",
            tests: [tests[3]],
            code: 'it("holds, too", () => {});',
            file: FILE,
          },
        ],
      },
    ]);
  });

  it("an outer describe is a heading, also where it holds no rule itself", () => {
    const groups = groupsOf(tests.slice(3));
    expect(groups.map(({ title, rules }) => [title, rules.length])).toEqual([
      ["A thing", 0],
      ["within", 1],
    ]);
    expect(listed(groups[0] as RuleGroup)).toBe("");
  });

  it("a heading lacks the comma behind which the titles of its rules go on", () => {
    const groups = ["A thing, in real time,"];
    const tests = [testFact({ groups, line: 5 })];
    expect(groupsOf(tests)[0]?.title).toBe("A thing, in real time");
  });

  it("describes that are made of values share their prose, which stands below the first", () => {
    const source = `/*\n * The idea.\n */\ndescribe.each(["one", "two"])("A thing of %s, called", () => {\n  it("holds", () => {});\n});\n`;
    const tests = ["one", "two"].map((value) =>
      testFact({ groups: [`A thing of ${value}, called`], line: 5 }),
    );
    const facts = runFacts([specFact(FILE, tests)]);
    const topic = topicAt("kit-a.html", facts, files({ [FILE]: source }));
    const groups = ruleGroups(topic);
    expect(groups.map(({ title, prose }) => [title, prose])).toEqual([
      ["A thing of one, called", "The idea."],
      ["A thing of two, called", ""],
    ]);
  });

  it("a rule outside of any describe has no heading", () => {
    const [group] = groupsOf([testFact({ groups: [] })]);
    expect(group).toMatchObject({ title: "", depth: 0 });
  });

  it("a describe shows its prose, if it has any", () => {
    const [group] = groupsOf(tests);
    const shown = (group: RuleGroup): string =>
      renderToString(h(GroupProse, { group }));
    expect(shown(group as RuleGroup)).toBe(
      '<div class="prose"><p>The idea.</p>\n</div>',
    );
    expect(shown({ title: "", prose: "", depth: 1, rules: [] })).toBe("");
  });

  it("a rule that fails is unfolded, and shows the error", () => {
    const failed = testFact({
      state: "failed",
      errors: ["expected <1>"],
      line: 5,
    });
    const [group] = groupsOf([failed]);
    const html = listed(group as RuleGroup);
    expect(html).toContain('<li id="rule-1" class="failed"><details open>');
    expect(html).toContain('<span class="failed">holds</span>');
    expect(html).toContain("expected &lt;1>");
  });

  it("a rule whose code is not known is just a sentence", () => {
    const [known] = groupsOf([testFact({ title: "is open", state: "todo" })]);
    const html = listed(known as RuleGroup);
    expect(html).toContain("is open");
    expect(html).not.toContain("details");
  });

  it("a rule shows the text that it left behind, folded or not", () => {
    const shown = "Error: <lost>";
    const [group] = groupsOf([testFact({ shown, line: 5 })]);
    expect(listed(group as RuleGroup)).toContain(
      '</details><pre class="code shown" tabindex="0">Error: &lt;lost></pre>',
    );
  });

  it("a rule shows the runs that it left behind", async () => {
    const run = await recorded(async () => {
      await sleep(1);
      console.log("printed");
    });
    const silent = await recorded(() => {});
    const groups = groupsOf([
      testFact({ run, line: 5 }),
      testFact({ run: silent, line: 13 }),
    ]);
    const html = groups.map((group) => listed(group)).join("");
    expect(html).toContain("printed");
    expect(html).toContain('id="rule-1-run-1"');
    expect(html).toContain("There is nothing to draw");
    const without = groups.map((group) => listed(group, false)).join("");
    expect(without).not.toContain("svg");
  });
});
