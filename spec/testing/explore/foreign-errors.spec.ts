import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { choose, everySchedule, explore } from "../../../src/testing/index.ts";

type Maker = (message: string) => unknown;

/*
 * Runners of tests give each file a realm of its own: there, the errors that Node throws are of another one, and
 * `instanceof Error` is false for them. They are errors all the same.
 */
describe("Errors of another realm", () => {
  const foreign = runInNewContext("(message) => new Error(message)") as Maker;
  /** As the reason of an abort is one in jest, where only the realm of Node has the class. */
  const foreignDom = runInNewContext(`
    class DOMException extends Error {
      get [Symbol.toStringTag]() {
        return "DOMException";
      }
    }
    (message) => new DOMException(message);
  `) as Maker;

  it.each([
    ["errors", foreign],
    ["DOM exceptions", foreignDom],
  ])(
    "are different endings where their messages differ: %s",
    async (_, make) => {
      const { outcomes } = await explore(async () => {
        throw make(choose(["no such file", "not permitted"]));
      });
      expect(outcomes.map(({ error }) => String(error))).toEqual([
        "Error: no such file",
        "Error: not permitted",
      ]);
    },
  );

  it("fail a test with their message", async () => {
    const failing = everySchedule(async () => {
      throw foreign("no such file");
    });
    await expect(failing).rejects.toThrow(/^no such file\n/);
  });
});
