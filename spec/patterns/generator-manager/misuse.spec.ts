import { describe, expect, it, vi } from "vitest";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import {
  asyncContextManager,
  type GeneratorManager,
} from "../../../src/patterns/generator-manager.ts";

/*
 * A generator that is to be a context manager has to yield exactly once, and can run only once. Whatever else it does is
 * reported, after its `finally` blocks have run: an error in a manager must not cost a resource.
 */
describe("asyncContextManager, misused", () => {
  const secondYield = new Error(
    "Cannot exit the context: the generator yielded a second time",
  );

  it("refuses a function that gives no generator, when that is called", () => {
    const opened = asyncContextManager(async function open() {} as never);
    expect(() => opened()).toThrow(
      new TypeError(
        "Cannot create a context manager: it takes a generator function, received function open",
      ),
    );
  });

  it("fails on enter where the generator yields nothing", async () => {
    const empty = asyncContextManager(async function* () {});
    await expect(
      asyncWith(empty(), () => expect.unreachable()),
    ).rejects.toThrow(
      new Error("Cannot enter the context: the generator did not yield"),
    );
  });

  it("closes a generator that yields a second time, and then fails on exit", async () => {
    const { manager, log } = logging(async function* (log) {
      try {
        yield "first";
        yield "second";
        log.push("never reached");
      } finally {
        log.push("closed");
      }
    });
    const failing = asyncWith(manager, (value) => log.push(value));
    await expect(failing).rejects.toThrow(secondYield);
    expect(log).toEqual(["first", "closed"]);
  });

  it("takes an answer that does not say that it is the last for one that is not", async () => {
    const answers = ["first", "second"].map((value) => ({ value }));
    const close = vi.fn<() => void>();
    const generator = {
      next: () => answers.shift(),
      throw: close,
      return: close,
    };
    const opened = asyncContextManager(() => generator as never);
    await expect(asyncWith(opened(), () => {})).rejects.toThrow(secondYield);
    expect(close).toHaveBeenCalledOnce();
  });

  it("does not close a generator that has ended", async () => {
    const generator = once([]);
    const close = vi.spyOn(generator, "return");
    await asyncWith(asyncContextManager(() => generator)(), () => {});
    expect(close).not.toHaveBeenCalled();
  });

  it("closes a generator that yields again after the body's error, and both errors come out", async () => {
    const { manager, log } = logging(async function* (log) {
      try {
        yield "first";
      } catch (error) {
        log.push(String(error));
        yield "second";
      } finally {
        log.push("closed");
      }
    });
    const first = new Error("no light");
    const failing = asyncWith(manager, () => Promise.reject(first));
    const both: unknown = await failing.catch((error: unknown) => error);
    expect(both).toMatchObject({
      name: "SuppressedError",
      error: secondYield,
      suppressed: first,
    });
    expect(log).toEqual(["Error: no light", "closed"]);
  });

  it("serves only once", async () => {
    const { manager, log } = logging(once);
    await asyncWith(manager, () => {});
    await expect(
      asyncWith(manager, () => expect.unreachable()),
    ).rejects.toThrow(
      new Error(
        "Cannot enter the context: a generator's manager serves only once, make another",
      ),
    );
    expect(log).toEqual(["opened", "closed"]);
  });

  it("serves only once also where entering has failed", async () => {
    const { manager } = logging(async function* () {});
    await expect(manager.enter()).rejects.toThrow("did not yield");
    await expect(manager.enter()).rejects.toThrow("serves only once");
  });

  it("cannot be exited before it is entered, and can be entered still", async () => {
    const { manager, log } = logging(once);
    await expect(manager.exit()).rejects.toThrow(
      new Error("Cannot exit the context: it was never entered"),
    );
    await asyncWith(manager, () => {});
    expect(log).toEqual(["opened", "closed"]);
  });
});

/*
 * Such a manager can also stand in an `await using`. That disposes of what was entered, but it enters nothing by itself;
 * and it knows of no error, so the generator goes on behind its `yield` as if all were well.
 */
describe("asyncContextManager with await using", () => {
  it("exits at the end of the block what was entered", async () => {
    const { manager, log } = logging(once);
    {
      await using context = manager;
      log.push(`entered: ${await context.enter()}`);
    }
    expect(log).toEqual(["opened", "entered: value", "closed"]);
  });

  it("does not enter", async () => {
    const { manager, log } = logging(once);
    {
      await using _context = manager;
    }
    expect(log).toEqual([]);
  });

  it("does not exit what was exited already", async () => {
    const { manager, log } = logging(async function* (log) {
      yield "value";
      log.push("closed");
      throw new Error("the door is stuck");
    });
    {
      await using context = manager;
      await context.enter();
      await expect(context.exit()).rejects.toThrow("the door is stuck");
    }
    expect(log).toEqual(["closed"]);
  });

  it("exits without the error of the block, which comes out as it is", async () => {
    const { manager, log } = logging(async function* (log) {
      try {
        yield "value";
        log.push("went on");
      } catch {
        log.push("caught");
      }
    });
    const error = new Error("no light");
    const block = async (): Promise<void> => {
      await using context = manager;
      await context.enter();
      throw error;
    };
    await expect(block()).rejects.toBe(error);
    expect(log).toEqual(["went on"]);
  });

  it("tells by exit whether the error was suppressed", async () => {
    const forgiving = logging(async function* () {
      try {
        yield "value";
      } catch {}
    }).manager;
    await forgiving.enter();
    expect(await forgiving.exit(new Error("no light"))).toBe(true);
    const strict = logging(once).manager;
    await strict.enter();
    expect(await strict.exit(new Error("no light"))).toBe(false);
    const unhurt = logging(once).manager;
    await unhurt.enter();
    expect(await unhurt.exit()).toBe(false);
  });
});

async function* once(log: string[]): AsyncGenerator<string, void> {
  log.push("opened");
  try {
    yield "value";
  } finally {
    log.push("closed");
  }
}

/** A manager whose generator can note what it does. */
function logging(
  generatorFunction: (log: string[]) => AsyncGenerator<string, void>,
): { manager: GeneratorManager<string>; log: string[] } {
  const log: string[] = [];
  return { manager: asyncContextManager(generatorFunction)(log), log };
}
