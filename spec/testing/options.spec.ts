import { describe, expect, it } from "vitest";
import { explore, runVirtual, type Schedule } from "../../src/testing/index.ts";

/*
 * An option with a slip in its name, or with a value that means nothing, would be passed over, and the test would pass
 * for another reason than its author thinks. So whatever cannot be heeded is refused before anything runs.
 */
describe("The options of a run and of a search", () => {
  const never = (): never => expect.unreachable("it runs");
  const starters = [
    ["start a virtual run", runVirtual],
    ["explore", explore],
  ] as const;
  const refused: [string, unknown, string][] = [
    ["leaks", "fial", '"list" or "fail", received "fial"'],
    ["leaks", true, '"list" or "fail", received true'],
    ["now", "2024", 'a Date or a number, received "2024"'],
    ["seed", "7", 'a number, received "7"'],
    ["maxElapsed", "7", 'a number, received "7"'],
    ["patience", 7n, "a number, received 7n"],
    ["jobsPerMoment", [7], "a number, received an array"],
    ["signal", null, "an AbortSignal, received null"],
    ["signal", {}, "an AbortSignal, received an Object"],
    ["signal", { aborted: true }, "an AbortSignal, received an Object"],
  ];
  const tooFar: [string, unknown, string][] = [
    ["now", NaN, "a valid date, received NaN"],
    ["now", 9e15, "a valid date, received 9000000000000000"],
    ["seed", 0.5, "a whole number from 0 on, received 0.5"],
    ["seed", Infinity, "a whole number from 0 on, received Infinity"],
    ["maxElapsed", -1, "a whole number from 0 on, received -1"],
    ["patience", NaN, "a whole number from 0 on, received NaN"],
    ["jobsPerMoment", 0, "a whole number from 1 on, received 0"],
  ];

  describe.each(starters)("to %s", (act, start) => {
    it("are refused where there is none of a name", async () => {
      for (const name of ["maxElapse", "toString", "choose"]) {
        const refusal = new TypeError(
          `Cannot ${act}: there is no such option, received "${name}"`,
        );
        const options = { [name]: undefined };
        await expect(start(never, options)).rejects.toThrow(refusal);
      }
    });

    it.each(refused)("are refused where %s is %o", async (name, value, why) => {
      const refusal = new TypeError(`Cannot ${act}: ${name} must be ${why}`);
      await expect(start(never, { [name]: value })).rejects.toThrow(refusal);
    });

    it.each(tooFar)("are refused where %s is %d", async (name, value, why) => {
      const refusal = new RangeError(`Cannot ${act}: ${name} must be ${why}`);
      await expect(start(never, { [name]: value })).rejects.toThrow(refusal);
    });

    it.each([null, 7, "maxElapsed"])(
      "are refused where they are %o",
      async (options) => {
        const refusal = new TypeError(
          `Cannot ${act}: options must be an object, received ${JSON.stringify(options)}`,
        );
        await expect(start(never, options as never)).rejects.toThrow(refusal);
      },
    );

    it("may be undefined, one by one", async () => {
      const names = refused.map(([name]) => name);
      const options = Object.fromEntries(names.map((it) => [it, undefined]));
      await expect(start(() => {}, options)).resolves.toBeDefined();
    });

    it("may be infinite where they bound something", async () => {
      const names = ["maxElapsed", "jobsPerMoment", "patience"];
      const options = Object.fromEntries(names.map((it) => [it, Infinity]));
      await expect(start(() => {}, options)).resolves.toBeDefined();
    });
  });

  it.each([
    ["timeline", 1, "a boolean, received 1"],
    ["traces", null, "a number, received null"],
    ["schedule", "step 1", 'a schedule, received "step 1"'],
    ["schedule", null, "a schedule, received null"],
    ["schedule", {}, "a schedule, received an Object"],
  ])("are refused for a run where %s is %o", async (name, value, why) => {
    const refusal = new TypeError(
      `Cannot start a virtual run: ${name} must be ${why}`,
    );
    await expect(runVirtual(never, { [name]: value })).rejects.toThrow(refusal);
  });

  it("of a run alone are none of a search, and the other way round", async () => {
    await expect(
      explore(never, { traces: 1 } as object),
    ).rejects.toBeInstanceOf(TypeError);
    await expect(
      runVirtual(never, { sample: 1 } as object),
    ).rejects.toBeInstanceOf(TypeError);
  });

  it("take a schedule that was kept as plain data", async () => {
    const schedule = JSON.parse('{"steps":[]}') as Schedule;
    const { result } = await runVirtual(() => "ran", { schedule });
    expect(result).toBe("ran");
  });
});
