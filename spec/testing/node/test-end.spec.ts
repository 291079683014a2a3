import {
  afterEach,
  beforeEach,
  describe,
  expect,
  it,
  vi,
  type TestContext,
} from "vitest";
import { freshCopy, type Copy } from "../fresh-copy.ts";
import { placesIn, withoutColumns } from "../stuck.ts";

/*
 * A test that waits for something real ends by its time limit, and nobody waits for its run any more. Each runner tells the
 * end of a test in its own way, and shows in its own way what it is told then: who waited for what. The next test finds its
 * globals, and its run starts at once. Runners that tell nothing here are played by what they put in the global scope.
 */
describe("The end of a test", () => {
  const place = placesIn(import.meta.url);
  const real = globalThis.setTimeout;
  const scope = globalThis as { __vitest_worker__?: object | undefined };
  const worker = scope.__vitest_worker__ ?? {};
  let kit: Copy;

  beforeEach(async () => {
    kit = await freshCopy();
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  /** What starts in there starts as though vitest said this of itself, or were not there. */
  function where<T>(said: object | undefined, start: () => T): T {
    scope.__vitest_worker__ =
      said && Object.assign(Object.create(worker) as object, said);
    try {
      return start();
    } finally {
      scope.__vitest_worker__ = worker;
    }
  }

  async function hang(): Promise<unknown> {
    const run = kit.runVirtual(async () => {
      console.log("asks");
      await new Promise(() => setInterval(() => {}, 1e3)); // hangs
    });
    return run.catch((error: unknown) => error);
  }

  const text = (): string =>
    [
      "Cannot finish: the test has ended in which it began",
      `main waits for a promise since 0 ms at ${place("hangs")}`,
      `a timer that main set at ${place("hangs")} is due at 1000 ms`,
    ].join("\n  ");

  async function expectGivenUp(
    failure: Promise<unknown>,
    shown: unknown,
  ): Promise<void> {
    expect(globalThis.setTimeout).toBe(real);
    expect(await failure).toBe(shown);
    expect(shown).toHaveProperty("name", "GivenUpError");
    expect(withoutColumns((shown as Error).message)).toBe(text());
    expect(shown).toHaveProperty("printed", "0 ms | asks");
    expect(kit.transcriptOf(shown)).toEqual([{ at: 0, text: "asks" }]);
  }

  function thrownBy(hook: () => void): unknown {
    try {
      hook();
      return undefined;
    } catch (error) {
      return error;
    }
  }

  describe("in vitest", () => {
    it("gives up a run that the test has left behind, and fails the test", async () => {
      const hooks: (() => void)[] = [];
      const onTestFinished = (hook: () => void): number => hooks.push(hook);
      const context = { onTestFinished };
      const failure = where({ current: { context } }, () => {
        const first = hang();
        void hang();
        return first;
      });
      expect(hooks).toHaveLength(1);
      await expectGivenUp(failure, thrownBy(hooks[0] as () => void));
      expect(thrownBy(hooks[0] as () => void)).toBe(undefined);
    });

    it("is no matter to a run in a hook, where vitest refuses to tell", async () => {
      const onTestFinished = (): never => {
        throw new Error("Cannot call inside a test hook");
      };
      const context = { onTestFinished };
      const start = (): Promise<unknown> => kit.runVirtual(() => 5);
      const run = where({ current: { context } }, start);
      expect(await run).toMatchObject({ result: 5 });
    });

    it("shows what was printed behind the message of an error with which the test fails", async (context) => {
      const hooks: (() => void)[] = [];
      vi.spyOn(context, "onTestFailed").mockImplementation((hook) => {
        hooks.push(hook as () => void);
      });
      const fail = (text: string): Promise<Error> =>
        kit
          .runVirtual(() => {
            console.log(text);
            throw new Error("lost");
          })
          .catch((error: Error) => error) as Promise<Error>;
      const [first, second] = [await fail("first"), await fail("second")];
      expect(hooks).toHaveLength(1);
      const of = ({ message, stack }: Error, cause?: object) => ({
        message,
        stack,
        cause,
      });
      const errors = [
        of(first),
        of(new Error("around"), of(second)),
        of(new Error("another")),
      ];
      const result = vi.spyOn(context.task, "result", "get");
      result.mockReturnValue({
        state: "fail",
        errors,
      } as TestContext["task"]["result"]);
      hooks[0]?.();
      result.mockRestore();
      expect(errors).toMatchObject([
        { message: "lost\n\n  printed:\n    0 ms | first" },
        {
          message: "around",
          cause: { message: "lost\n\n  printed:\n    0 ms | second" },
        },
        { message: "another" },
      ]);
      hooks[0]?.(); // where vitest has no result of the test
    });
  });

  describe("in a runner whose hooks are global", () => {
    let begin!: () => void;
    let end!: (this: unknown) => void;

    beforeEach(() => {
      vi.stubGlobal("beforeEach", (hook: () => void) => (begin = hook));
      vi.stubGlobal("afterEach", (hook: () => void) => (end = hook));
    });

    /** Begins a run outside of tests, so that the kit asks for the hooks. */
    async function ask(): Promise<void> {
      await where(undefined, () => kit.runVirtual(() => {}));
    }

    function hangInTest(): Promise<unknown> {
      begin();
      return where(undefined, hang);
    }

    it("gives up the run and fails the hook, as jest shows it", async () => {
      await ask();
      const failure = hangInTest();
      const thrown = thrownBy(end);
      await expectGivenUp(failure, thrown);
      expect(thrown).toBeInstanceOf(Error);
    });

    it("gives up the run and tells the error of the test, as mocha shows it", async () => {
      await ask();
      const failure = hangInTest();
      const err = new Error("Timeout of 500 ms exceeded");
      end.call({ currentTest: { err } });
      await expectGivenUp(failure, err.cause);
      expect(err.message).toBe("Timeout of 500 ms exceeded");
    });

    it("gives up a run that waits for another, and says who waits in that", async () => {
      await ask();
      const first = hangInTest();
      const second = where(undefined, hang);
      await expectGivenUp(first, thrownBy(end));
      const [, ...waits] = text().split("\n");
      const message =
        "Cannot start a virtual run: another one is under way, and the test has ended that was to start this one";
      expect(withoutColumns(((await second) as Error).message)).toBe(
        [message, ...waits].join("\n"),
      );
    });

    it("gives up a search, and says how far it was", async () => {
      await ask();
      begin();
      let shown: unknown;
      const { explore, createTask } = kit;
      const main = (): unknown =>
        Promise.all([1, 2, 3, 4, 5, 6].map(() => createTask(() => {})));
      const progress = (): void => void (shown = thrownBy(end));
      const search = where(undefined, () => explore(main, { progress }));
      const failure: unknown = await search.catch((error: unknown) => error);
      expect(failure).toBe(shown);
      expect(String(failure)).toBe(
        "GivenUpError: Cannot finish: the test has ended in which it began\n  the search has run 63 schedules and found 1 endings",
      );
      expect(globalThis.setTimeout).toBe(real);
    });

    it("is no matter to a run that has ended", async () => {
      await ask();
      begin();
      const run = where(undefined, () => kit.runVirtual(() => 5));
      expect(await run).toMatchObject({ result: 5 });
      expect(thrownBy(end)).toBe(undefined);
    });

    it("is no matter where tests run at once: it is not known whose run it is", async () => {
      await ask();
      const controller = new AbortController();
      const first = where(undefined, () =>
        kit.runVirtual(
          () => new Promise(() => setInterval(() => {}, 1)),
          controller,
        ),
      );
      const failure = first.catch((error: unknown) => error);
      begin();
      const second = where(undefined, () => kit.runVirtual(() => 2));
      expect(thrownBy(end)).toBe(undefined);
      controller.abort("enough");
      expect([await failure, (await second).result]).toEqual(["enough", 2]);
    });

    it("is not asked for in the middle of a test of jest, which would fail", async () => {
      const getState = (): object => ({ currentTestName: "name" });
      vi.stubGlobal("expect", { getState });
      const asked = vi.fn<() => void>();
      vi.stubGlobal("afterEach", asked);
      await ask();
      expect(asked).not.toHaveBeenCalled();
    });
  });

  describe("in node:test", () => {
    let end!: (context: object) => void;
    const lines: string[] = [];
    const diagnostic = (line: string): number => lines.push(line);

    beforeEach(() => {
      lines.length = 0;
      const test = process.getBuiltinModule("node:test");
      vi.spyOn(test, "after").mockImplementation((hook) => {
        end = hook as typeof end;
      });
      const exitHandler = (): void => {};
      process.on("beforeExit", exitHandler);
      return () => process.off("beforeExit", exitHandler);
    });

    it("gives up the run, and shows why beside the test and by failing", async () => {
      const failure = where(undefined, hang);
      const thrown = thrownBy(() => end({ diagnostic }));
      expect(withoutColumns(lines.join("\n"))).toBe(text());
      await expectGivenUp(failure, thrown);
    });

    it("is no matter to a run that has ended", async () => {
      await where(undefined, () => kit.runVirtual(() => {}));
      expect(thrownBy(() => end({ diagnostic }))).toBe(undefined);
      expect(lines).toEqual([]);
    });
  });
});
