import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, sleep } from "../../src/index.ts";
import {
  DeadlockError,
  LeakError,
  LivelockError,
  runVirtual,
  transcriptOf,
} from "../../src/testing/index.ts";
import { failureOf } from "./stuck.ts";

/*
 * The error says what went wrong; the printed lines say how it came to that. They would be lost with the run, so the
 * kit's own errors carry them, and `transcriptOf` knows them for every error with which a run has failed, main's own
 * included, without a change to that error.
 */
describe("The transcript of a failed run", () => {
  const story = async (): Promise<void> => {
    console.log("begins");
    await sleep(10);
    console.log("goes on\nand on");
  };
  const told = [
    { at: 0, text: "begins" },
    { at: 10, text: "goes on" },
    { at: 10, text: "and on" },
  ];

  it("is in the error of a deadlock", async () => {
    const error = await failureOf(async () => {
      await story();
      await new AsyncQueue().get();
    });
    expect(error).toBeInstanceOf(DeadlockError);
    expect(error).toMatchObject({ name: "DeadlockError", lines: told });
  });

  it("is in the error of a livelock", async () => {
    const error = await failureOf(
      async () => {
        await story();
        for (;;) {
          await sleep(0);
        }
      },
      { jobsPerMoment: 10 },
    );
    expect(error).toBeInstanceOf(LivelockError);
    expect(error).toMatchObject({ name: "LivelockError", lines: told });
  });

  it("is in the error of a leak", async () => {
    const error = await failureOf(
      async () => {
        await story();
        setTimeout(() => {}, 1);
      },
      { leaks: "fail" },
    );
    expect(error).toBeInstanceOf(LeakError);
    expect(error).toMatchObject({ name: "LeakError", lines: told });
  });

  it("is known for main's own error, which stays as it is", async () => {
    const lost = Object.freeze(new Error("lost"));
    const error = await failureOf(async () => {
      await story();
      throw lost;
    });
    expect(error).toBe(lost);
    expect(Object.keys(lost)).toEqual([]);
    expect(transcriptOf(lost)).toEqual(told);
  });

  it("is known for what a timer's callback throws", async () => {
    const error = await failureOf(async () => {
      setTimeout(() => {
        console.log("fires");
        throw new TypeError("bad callback");
      }, 4);
      await sleep(5);
    });
    expect(transcriptOf(error)).toEqual([{ at: 4, text: "fires" }]);
  });

  it.each([
    ["a deadlock", () => new Promise(() => {})],
    ["a leak", () => void setTimeout(() => {}, 1)],
  ])("is known for %s as well", async (_, main) => {
    const error = await failureOf(
      () => {
        console.log("begins");
        return main();
      },
      { leaks: "fail" },
    );
    expect(transcriptOf(error)).toEqual([{ at: 0, text: "begins" }]);
  });

  it("is that of the last run, where one error fails two", async () => {
    const lost = new Error("lost");
    const main = (text: string) => (): void => {
      console.log(text);
      throw lost;
    };
    await failureOf(main("first"));
    await failureOf(main("second"));
    expect(transcriptOf(lost)).toEqual([{ at: 0, text: "second" }]);
  });

  it("is empty where nothing was printed", async () => {
    const error = await failureOf(() => Promise.reject(new Error("lost")));
    expect(transcriptOf(error)).toEqual([]);
  });

  it.each([null, undefined, "thrown", 7])(
    "is unknown for %o, which can carry nothing",
    async (thrown) => {
      const main = (): void => {
        console.log("begins");
        // oxlint-disable-next-line typescript/only-throw-error -- the point of this test
        throw thrown;
      };
      expect(await failureOf(main)).toBe(thrown);
      expect(transcriptOf(thrown)).toBe(undefined);
    },
  );

  it("is unknown for an error that no run has failed with", async () => {
    const caught = new Error("caught");
    await runVirtual(async () => {
      const failing = createTask(() => Promise.reject(caught));
      await expect(failing).rejects.toBe(caught);
    });
    expect(transcriptOf(caught)).toBe(undefined);
  });
});
