import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { PrintedLine } from "../../src/testing/index.ts";
import { show } from "../support.ts";

/*
 * The engines are not installed here. What the programs print on them lies in files, which `npm run test:field` compares
 * with a run, in virtual time; here they only become part of the page.
 */
describe("In the field", () => {
  it.each([
    ["1-pages-of-rows", 0],
    ["2-transaction", 0],
    ["3-worker-pool", 2_540], // two waits of a second before the job is tried again
    ["4-orderly-end", 300], // 20 orders, 15 ms each, one after another
  ])("what %s prints", (name, end) => {
    const lines = JSON.parse(
      readFileSync(`spec/field/played/${name}.json`, "utf8"),
    ) as PrintedLine[];
    const texts = lines.map(({ at, text }) =>
      end === 0 ? text : `${String(at).padStart(4)} ms | ${text}`,
    );
    show(texts.join("\n"));
    expect(lines.at(-1)?.at).toBe(end);
  });
});
