import { describe, expect, it } from "vitest";
import { repr } from "../../src/chapter/repr.ts";

/*
 * The chapter prints what Python prints, so its lists and dicts are written in Python's notation. Everything on the
 * right-hand side below is what CPython's own `repr` gives for the same value.
 */
describe("repr", () => {
  it.each([
    ["0", "0", 0],
    ["-0", "0", -0],
    ["-7", "-7", -7],
    ["1e21", "1000000000000000000000", 1e21],
  ])("writes the integer %s as %s", (_, text, value) => {
    expect(repr(value)).toBe(text);
  });

  it.each([
    ["", "''"],
    ["item-0", "'item-0'"],
    ["it's", `"it's"`],
    [`say "hi"`, `'say "hi"'`],
    [`it's "it"`, `'it\\'s "it"'`],
    ["back\\slash", "'back\\\\slash'"],
    ["tab\t, line\n, return\r", "'tab\\t, line\\n, return\\r'"],
    ["\0 \x1b \x7f \xa0 \xad", "'\\x00 \\x1b \\x7f \\xa0 \\xad'"],
    ["\u0378 \u200b \u2028 \ud800", "'\\u0378 \\u200b \\u2028 \\ud800'"],
    ["\u{e0001}", "'\\U000e0001'"],
    ["é, 你好, 🙂", "'é, 你好, 🙂'"],
  ])("quotes and escapes the string %j", (value, text) => {
    expect(repr(value)).toBe(text);
  });

  it("writes an array as a list", () => {
    expect(repr([])).toBe("[]");
    expect(repr([1, "a", [2, []]])).toBe("[1, 'a', [2, []]]");
  });

  it("writes a plain object as a dict with string keys", () => {
    expect(repr({})).toBe("{}");
    expect(repr({ id: 3, "it's": [1] })).toBe(`{'id': 3, "it's": [1]}`);
    expect(repr(Object.assign(Object.create(null), { a: 1 }))).toBe("{'a': 1}");
  });

  it("writes a Map as a dict, its keys in their order and of their kind", () => {
    const map = new Map<unknown, unknown>([
      [1, "a"],
      ["1", "b"],
      [0, { c: 2 }],
    ]);
    expect(repr(map)).toBe("{1: 'a', '1': 'b', 0: {'c': 2}}");
  });

  it("writes a value twice that occurs twice", () => {
    const pair = [1, 2];
    expect(repr([pair, pair])).toBe("[[1, 2], [1, 2]]");
  });

  it.each([
    ["1.5", 1.5],
    ["NaN", NaN],
    ["Infinity", Infinity],
    ["5n", 5n],
    ["true", true],
    ["null", null],
    ["undefined", undefined],
    ["Symbol(id)", Symbol("id")],
    ["function repr", repr],
    ["a Set", new Set([1])],
    ["a Date", new Date(0)],
  ])("refuses %s", (shown, value) => {
    const refusal = refusalOf(
      "it must be an integer, a string, an array, a Map or a plain object",
      shown,
    );
    expect(() => repr(value)).toThrow(refusal);
    expect(() => repr([value])).toThrow(refusal);
    expect(() => repr({ key: value })).toThrow(refusal);
  });

  it("refuses a hole in an array", () => {
    expect(() => repr(Array(1))).toThrow(
      refusalOf(
        "it must be an integer, a string, an array, a Map or a plain object",
        "undefined",
      ),
    );
  });

  it("refuses a key that no dict can have", () => {
    const keyed = (key: unknown) => new Map([[key, 1]]);
    const reason = "a dict's key must be an integer or a string";
    expect(() => repr(keyed([1]))).toThrow(refusalOf(reason, "an array"));
    expect(() => repr(keyed(null))).toThrow(refusalOf(reason, "null"));
    expect(() => repr(keyed(0.5))).toThrow(refusalOf(reason, "0.5"));
    const secret = { [Symbol("id")]: 1 };
    expect(() => repr(secret)).toThrow(refusalOf(reason, "Symbol(id)"));
  });

  it("refuses a value that contains itself", () => {
    const list: unknown[] = [1];
    list.push({ list });
    expect(() => repr(list)).toThrow(
      refusalOf("it must not contain itself", "an array"),
    );
  });
});

function refusalOf(reason: string, shown: string): TypeError {
  return new TypeError(
    `Cannot write a value in Python's notation: ${reason}, received ${shown}`,
  );
}
