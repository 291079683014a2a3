import { describe, expect, it } from "vitest";
import { parseOnce } from "../../../src/textbook/source/syntax.ts";

/*
 * A page asks for the trees of the same files again and again: for the rules of a spec, for what they use, and for what
 * the facade passes on. Without a memory, that is most of the time that a book takes.
 */
describe("The syntax of a file", () => {
  const others = (count: number): void => {
    for (let n = 0; n < count; n++) {
      parseOnce(`const other${n};`);
    }
  };

  it("is parsed once, however often it is asked for", () => {
    const tree = parseOnce("const asked;");
    others(999);
    expect(parseOnce("const asked;")).toBe(tree);
    others(999);
    expect(parseOnce("const asked;")).toBe(tree);
  });

  it("is forgotten where it was not asked for while a thousand others were", () => {
    const tree = parseOnce("const forgotten;");
    others(1_000);
    expect(parseOnce("const forgotten;")).not.toBe(tree);
  });
});
