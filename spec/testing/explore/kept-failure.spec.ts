import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { nextTurn, createTask, sleep } from "../../../src/index.ts";
import {
  everySchedule,
  explore,
  runVirtual,
  ScheduleFailure,
  type KeptFailure,
} from "../../../src/testing/index.ts";
import { nameOf } from "../../../src/testing/run/kept-failure.ts";
import { failureOf } from "../stuck.ts";

/*
 * A search in CI finds a failure at night, and in the morning somebody wants to see it. So it can be kept: a small file has
 * the schedule and how the program was run, and what there is to look at. One option runs it again.
 */
describe("A failure to keep", () => {
  const folder = mkdtempSync(join(tmpdir(), "kept-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  /** The coin decides what is wrong with eve. */
  async function counting(steps = 1): Promise<void> {
    let count = 0;
    const add = async (): Promise<void> => {
      const seen = count;
      await nextTurn();
      count = seen + 1;
    };
    const coin = Math.random() < 0.5 ? "heads" : "tails";
    console.log(coin, new Date().getFullYear());
    await Promise.all([
      createTask(add, { name: "bob" }),
      createTask(
        async () => {
          for (let step = 0; step < steps; step++) {
            await nextTurn();
          }
          await add();
        },
        { name: "eve" },
      ),
    ]);
    if (count !== 2) {
      throw new RangeError(`${count} of 2, ${coin}`);
    }
  }
  const program = (): Promise<void> => counting();

  const kept = async (name: string, options = {}): Promise<KeptFailure> => {
    const file = join(folder, name);
    const search = everySchedule(program, { ...options, keep: file });
    await expect(search).rejects.toBeInstanceOf(ScheduleFailure);
    return JSON.parse(readFileSync(file, "utf8")) as KeptFailure;
  };

  it("has all that there is to see, in a file whose folders are made", async () => {
    const failure = await kept("a/b/counting.json", { seed: 4, now: 9e11 });
    const { timeline, schedule, ...rest } = failure;
    expect(rest).toEqual({
      program: "program",
      error: "RangeError: 1 of 2, tails",
      options: {
        leaks: "list",
        now: 9e11,
        seed: 4,
        patience: 200,
        jobsPerMoment: 1_000_000,
      },
      path: ["eve (start), one of 2"],
      transcript: [{ at: 0, text: "tails 1998" }],
    });
    expect(schedule.steps).toHaveLength(1);
    expect(timeline).toContainEqual({
      at: 0,
      who: "main",
      kind: "created",
      task: "eve",
    });
  });

  it("runs again by one option, as it was run then", async () => {
    const failure = await kept("again.json", { seed: 4, now: 9e11 });
    for (const it of [join(folder, "again.json"), failure]) {
      const error = await failureOf(program, { kept: it });
      expect(String(error)).toBe("RangeError: 1 of 2, tails");
    }
  });

  it("runs again in another way where other options say so", async () => {
    const failure = await kept("other.json", { seed: 4 });
    const options = { kept: failure, seed: 0, leaks: undefined };
    const error = await failureOf(program, options);
    expect(String(error)).toBe("RangeError: 1 of 2, heads");
  });

  it("runs again also where its departures need a latency", async () => {
    const main = async (): Promise<void> => {
      let newest = "";
      const ask = async (what: string, ms: number): Promise<void> => {
        await sleep(ms);
        newest = what;
      };
      await Promise.all([ask("old", 10), ask("new", 15)]);
      if (newest === "old") throw new Error("stale");
    };
    const file = join(folder, "stale.json");
    await explore(main, { latency: 5, keep: file, maxElapsed: 100 });
    expect(String(await failureOf(main, { kept: file }))).toBe("Error: stale");
    const { options } = JSON.parse(readFileSync(file, "utf8")) as KeptFailure;
    expect(options.maxElapsed).toBe(100);
  });

  it("says at which step a changed program has left the path", async () => {
    const failure = await kept("changed.json");
    const ann = createTaskFirst(program);
    expect(String(await failureOf(ann, { kept: failure }))).toBe(
      "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 expected eve (start), one of 2, found ann (start), one of 3",
    );
    const shorter = (): Promise<void> => Promise.resolve();
    expect(String(await failureOf(shorter, { kept: failure }))).toBe(
      "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 bob (start), eve (start) at 0 ms never came",
    );
  });

  it("says where it left the path, also before the first departure", async () => {
    const late = (name: string) => async (): Promise<void> => {
      await Promise.all(
        [name, "zoe"].map((who) =>
          createTask(
            async () => {
              await nextTurn();
            },
            { name: who },
          ),
        ),
      );
      await program();
    };
    const file = join(folder, "late.json");
    await explore(late("ann"), { keep: file, departures: 1 });
    const { path } = JSON.parse(readFileSync(file, "utf8")) as KeptFailure;
    expect(path[0]).toBe("ann (start), one of 2");
    expect(String(await failureOf(late("amy"), { kept: file }))).toBe(
      "ScheduleError: Cannot replay the schedule: the program has changed, at step 1 expected ann (start), one of 2, found amy (start), one of 2",
    );
  });

  it("is that of the ordinary order, too, and of what is no error", async () => {
    const file = join(folder, "thrown.json");
    await explore(
      () => {
        throw 7; // oxlint-disable-line typescript/only-throw-error -- that is the case
      },
      { keep: file, jobsPerMoment: Infinity },
    );
    const failure = JSON.parse(readFileSync(file, "utf8")) as KeptFailure;
    expect(failure).toMatchObject({ error: "7", path: [] });
    expect(failure.program).toBe(
      "spec/testing/explore/kept-failure.spec.ts > A failure to keep > is that of the ordinary order, too, and of what is no error",
    );
    expect(failure.options).not.toHaveProperty("jobsPerMoment");
  });

  it("is of main where nobody tells what test it is", () => {
    const scope = globalThis as { __vitest_worker__?: object };
    const worker = scope.__vitest_worker__ as object;
    scope.__vitest_worker__ = {};
    try {
      expect(nameOf(() => {})).toBe("main");
    } finally {
      scope.__vitest_worker__ = worker;
    }
  });

  it("is small, however much there was", async () => {
    const file = join(folder, "small.json");
    await explore(
      () => {
        for (let line = 1; line <= 1_100; line++) console.log(line);
        throw new Error("late");
      },
      { keep: file },
    );
    const failure = JSON.parse(readFileSync(file, "utf8")) as KeptFailure;
    expect(failure.transcript).toHaveLength(1_000);
    expect(failure.transcript[0]?.text).toBe("101");
    expect(failure.timeline).toHaveLength(1_000);
  });

  it("is not written where nothing fails", async () => {
    const file = join(folder, "none.json");
    await everySchedule(() => {}, { keep: file });
    expect(existsSync(file)).toBe(false);
  });

  it.each([7, "", null])("refuses to keep one in %o", async (keep) => {
    await expect(explore(program, { keep } as never)).rejects.toThrow(
      "Cannot explore: keep must be the name of a file, where there are files, received",
    );
  });

  it.each([
    7,
    {},
    null,
    { schedule: { steps: [] }, options: {} },
    { schedule: { steps: [] }, path: [] },
    { schedule: "the ordinary order", options: {}, path: [] },
    { schedule: { steps: 1 }, options: {}, path: [] },
  ])("refuses to run %o again", async (it) => {
    await expect(runVirtual(program, { kept: it } as never)).rejects.toThrow(
      "Cannot start a virtual run: kept must be the file of a failure, or what stands in it, received",
    );
  });

  it("refuses a file that is not there, and one in which something else stands", async () => {
    await expect(runVirtual(program, { kept: "/no/file" })).rejects.toThrow(
      new Error(
        'Cannot start a virtual run: kept must be a file that can be read, received "/no/file"',
      ),
    );
    const file = join(folder, "other-thing.json");
    writeFileSync(file, "{}");
    await expect(runVirtual(program, { kept: file })).rejects.toThrow(
      new TypeError(
        `Cannot start a virtual run: kept must be a failure that a search has kept, received ${JSON.stringify(file)}`,
      ),
    );
  });

  /** The same with a task in front. */
  function createTaskFirst(then: () => Promise<void>): () => Promise<void> {
    return async () => {
      void createTask(() => {}, { name: "ann" });
      await then();
    };
  }
});
