import { afterEach, describe, expect, it } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";
import { freshCopy } from "../fresh-copy.ts";

/*
 * The timers that other code makes during a run are the program's, so they are virtual. Those of the kit are not, and
 * neither are those of whoever waits for the run: mocha sets a test's time limit once the test has been called.
 */
describe("Timers that are not the program's", () => {
  const real = { setTimeout, clearTimeout };
  const format: unknown = Reflect.get(Error, "prepareStackTrace");
  afterEach(() => void Object.assign(Error, { prepareStackTrace: format }));

  const never = (): Promise<void> => new Promise(() => {});
  const minute = (): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, 60_000));

  it.each([
    ["at once", minute],
    [
      "in code that awaits at first",
      async () => Promise.resolve().then(minute),
    ],
  ])(
    "are real where a runner sets them behind the run's start, %s",
    async (_, main) => {
      const fired: string[] = [];
      const run = runVirtual(main);
      const limit = real.setTimeout(() => fired.push("limit"), 30_000);
      const { elapsed } = await run;
      real.clearTimeout(limit);
      expect({ elapsed, fired }).toEqual({ elapsed: 60_000, fired: [] });
    },
  );

  it("are not those of a tick, where no promise has started the run, as in mocha", async () => {
    const inTick = (): Promise<void> =>
      new Promise((resolve) => {
        process.nextTick(() => real.setTimeout(resolve, 60_000));
      });
    const { elapsed } = await new Promise<{ elapsed: number }>(
      (resolve, reject) => {
        setImmediate(() => void runVirtual(inTick).then(resolve, reject));
      },
    );
    expect(elapsed).toBe(60_000);
  });

  it("are the kit's also where stacks show the sources of what runs", async () => {
    const show = (frame: NodeJS.CallSite): string =>
      `    at ${frame.getFunctionName()} (${frame.getFileName()}:${frame.getLineNumber()}:${frame.getColumnNumber()})`;
    Error.prepareStackTrace = (error, frames) =>
      [String(error), ...frames.map(show)]
        .join("\n")
        .replaceAll("/src/testing/", "/sources/testing/");
    const copy = await freshCopy();
    await expect(copy.runVirtual(never)).rejects.toThrow(
      "nothing is ready and no timer is pending",
    );
  });
});
