import { describe, expect, it } from "vitest";
import { shown } from "../../src/core/checks.ts";

/*
 * Every error message of the library ends with what was received instead. It is shown in one line and a few words, for
 * whatever it is: the message is about the call, and must not fail itself.
 */
describe("A value in an error message", () => {
  it.each<[string, unknown, string]>([
    ["a string, in quotes", 'a "b"\n', String.raw`"a \"b\"\n"`],
    ["a number", -0.5, "-0.5"],
    ["a bigint, with its n", 5n, "5n"],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["nothing", undefined, "undefined"],
    ["null", null, "null"],
    ["a function, by its name", Math.max, "function max"],
    ["a function without a name", (() => () => {})(), "function"],
    ["an array", [1, 2], "an array"],
    ["an object, by its class", new Map(), "a Map"],
    ["a plain object", {}, "an Object"],
    ["an object without a class", Object.create(null), "an object"],
    [
      "an object whose class has no name",
      new (class extends Map {})(),
      "an object",
    ],
    [
      "an object that fails at being asked",
      new Proxy({}, { get: fail }),
      "an object",
    ],
    [
      "a function that fails at being asked",
      new Proxy(() => {}, { get: fail }),
      "function",
    ],
    [
      "an object that calls something else its class",
      { constructor: { name: 5 } },
      "an object",
    ],
  ])("shows %s", (_, value, text) => {
    expect(shown(value)).toBe(text);
  });

  function fail(): never {
    throw new Error("do not ask");
  }
});
