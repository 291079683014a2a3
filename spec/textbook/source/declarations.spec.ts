import { describe, expect, it } from "vitest";
import {
  declarationsIn,
  usedBy,
} from "../../../src/textbook/source/declarations.ts";

const SOURCE = `import { expect } from "vitest";

const { real, other: renamed } = globalThis;

// No part of it.
class Clock {}

describe("A thing", () => {
  /** Runs it. */
  const run = async (): Promise<void> => {
    await helper();
  };
  const [first] = [1];
  let late: typeof import("./late.ts").late;

  beforeEach(() => {
    const inner = 1;
  });

  it("holds", () => {
    const local = run();
  });
});

/*
 * About the next group.
 */
function helper(): Shape {
  const local = 1;
  return local;
}

interface Shape {}
type Name = string;
`;

/*
 * What a rule uses is shown with it: the functions and values that its spec declares outside of the tests.
 */
describe("The declarations of a spec", () => {
  it("those outside of tests are found, in describes, too, each with the names that it gives", () => {
    expect(declarationsIn(SOURCE).map(({ names }) => names)).toEqual([
      ["real", "renamed"],
      ["Clock"],
      ["run"],
      ["first"],
      ["late"],
      ["helper"],
      ["Shape"],
      ["Name"],
    ]);
  });

  it("the code begins at the left margin, with what explains it", () => {
    const codes = declarationsIn(SOURCE).map(({ code }) => code);
    expect(codes[1]).toBe("class Clock {}");
    expect(codes[2]).toBe(
      "/** Runs it. */\nconst run = async (): Promise<void> => {\n  await helper();\n};",
    );
    expect(codes[4]).toBe('let late: typeof import("./late.ts").late;');
    expect(codes[5]).toBe(
      "function helper(): Shape {\n  const local = 1;\n  return local;\n}",
    );
  });

  it("what code uses comes with what that uses itself, in the order of the spec", () => {
    const declarations = declarationsIn(SOURCE);
    const names = (...code: string[]) =>
      usedBy(code, declarations).flatMap(({ names }) => names);
    expect(names("await run();")).toEqual(["run", "helper", "Shape"]);
    expect(names("helper(); first;")).toEqual(["first", "helper", "Shape"]);
    expect(names("42")).toEqual([]);
  });
});
