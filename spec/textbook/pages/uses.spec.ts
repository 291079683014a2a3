import { describe, expect, it } from "vitest";
import { makeBook } from "../../../src/textbook/book.ts";
import { files, read, runFacts, specFact, testFact } from "../fixtures.ts";

const SPEC = "spec/testing/a.spec.ts";
const CELL = "spec/chapter/4-producer-consumer/11-worker-pool.spec.ts";

const FURTHER = "spec/testing/a-further.spec.ts";
const BEYOND = "spec/guides/beyond/lock.spec.ts";

const project = files({
  [SPEC]: `import { shared } from "../shared.ts";
import { beside } from "./beside.ts";
import { other } from "./other.ts";
import { gone } from "./gone.ts";
import { sleep } from "async-patterns";
import { itself } from "../../src/testing/loop/a.ts";

describe("A", () => {
  it("holds", () => beside(shared(own, sleep, gone, itself)));
  it("holds again", () => beside(shared(own, sleep)));
});

const own = () => deeper;
const deeper = 1;
const unused = 2;
`,
  [FURTHER]: `import { subject } from "./a-further.ts";
describe("A, further on", () => {
  it("holds", () => own);
});

const own = () => deeper;
const deeper = 1;
`,
  [CELL]: `import { shared } from "../../shared.ts";
describe("A", () => {
  it("holds", () => shared(own));
});
const own = 1;
`,
  "spec/shared.ts":
    'import { basic } from "./basic.ts";\nexport const shared = basic;\n',
  "spec/basic.ts": "export const basic = 1;\n",
  "spec/testing/beside.ts": "export const beside = 1;\n",
  "spec/testing/other.ts": "export const other = 1;\n",
  "spec/testing/other.spec.ts": "",
  "spec/testing/a-further.ts": "export const subject = 1;\n",
  "spec/proofs/only.ts": "",
  "spec/proofs/b.spec.ts":
    'import "./only.ts";\nimport { x } from "./only.ts";\n',
  [BEYOND]: 'import { main } from "./lock.ts";\nit("holds", () => main());\n',
  "spec/guides/beyond/lock.ts": "export async function main() {}\n",
  "src/index.ts": 'export { sleep } from "./patterns/sleep.ts";\n',
  "src/patterns/sleep.ts": "",
  "src/testing/loop/a.ts": "",
});

const book = makeBook(
  runFacts([
    specFact(SPEC, [testFact({ line: 9 }), testFact({ line: 10 })]),
    specFact(FURTHER, [testFact({ line: 3 })]),
    specFact(CELL, [testFact({ line: 3 })]),
    specFact("spec/patterns/sleep.spec.ts", []),
    specFact("spec/proofs/b.spec.ts", []),
    specFact(BEYOND, [testFact({ line: 2 })]),
  ]),
  project,
);

/*
 * A rule can be read by somebody who has nothing but the book: what it calls is a link, and stands on the page or on the
 * page of what several specs use.
 */
describe("What the rules use", () => {
  const html = book.get("kit-a.html") ?? "";

  it("in the code of a rule each name is a link to where it stands, once to another page", () => {
    const links = Array.from(html.matchAll(/<pre>[^]*?<\/pre>/g), ([code]) =>
      Array.from(
        code.matchAll(/<a href="([^"]*)">([^<]*)</g),
        ([, href, name]) => [name, href],
      ),
    );
    expect(links).toEqual([
      [
        ["beside", "#spec-testing-beside-ts"],
        ["shared", "helpers.html#spec-shared-ts"],
        ["own", "#uses-1"],
        ["sleep", "library-sleep.html"],
      ],
      [
        ["beside", "#spec-testing-beside-ts"],
        ["own", "#uses-1"],
      ],
      [["own", "#uses-1"]],
    ]);
  });

  it("what the specs declare stands once below their rules, and what that uses, but nothing else", () => {
    const used = Array.from(
      html.matchAll(/<pre id="(uses-\d)"[^>]*>([^]*?)<\/pre>/g),
      ([, id, code]) => [id, code?.replaceAll(/<[^>]*>/g, "")],
    );
    expect(used).toEqual([
      ["uses-1", "const own = () => deeper;"],
      ["uses-2", "const deeper = 1;"],
    ]);
    expect(book.get("11-worker-pool.html")).toContain(
      "<h3>What the rules use</h3>",
    );
    expect(book.get("library-sleep.html")).not.toContain("rules use");
  });

  it("a module beside the spec stands there as well, unfolded where it is what the spec is about", () => {
    expect(html).toContain(
      '<details class="source" id="spec-testing-beside-ts"><summary>spec/testing/beside.ts</summary>',
    );
    expect(html).toContain(
      '<details class="source" id="spec-testing-a-further-ts" open><summary>spec/testing/a-further.ts</summary>',
    );
    expect(html).toContain(
      '<details class="source" id="spec-testing-other-ts"><summary>',
    );
    expect(html).not.toContain("gone.ts</summary>");
  });

  it("the program of a page stands above its rules, and what proofs have beside them is read where it lies", () => {
    expect(book.get("beyond-lock.html")).toContain("lock.ts");
    expect(book.get("beyond-lock.html")).not.toContain("lock.ts</summary>");
    expect(book.get("workshop-b.html")).toContain("<h1>");
    expect(book.get("workshop-b.html")).not.toContain("only.ts</summary>");
  });

  it("what several specs use has a page, with what that uses, but not what proofs use", () => {
    const names = (book.get("helpers.html") ?? "").matchAll(
      /<summary>([^<]*)</g,
    );
    expect(Array.from(names, ([, name]) => name)).toEqual([
      "spec/basic.ts",
      "spec/shared.ts",
    ]);
    expect(read(book, "helpers.html")).toContain("export const basic = 1 ;");
  });
});
