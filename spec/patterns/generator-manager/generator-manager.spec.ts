import { describe, expect, it } from "vitest";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { asyncContextManager } from "../../../src/patterns/generator-manager.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * A generator with one `yield` is a context manager in a single piece: what stands before the `yield` enters, what stands
 * behind it exits. The body runs in the place of the `yield`, so what the body throws is thrown there, and `try` and
 * `finally` around it do what they look like. It is contextlib's asynccontextmanager.
 */
describe("asyncContextManager", () => {
  const opened = asyncContextManager(async function* (name: string) {
    console.log(`opening ${name}`);
    await sleep(5);
    try {
      yield name.toUpperCase();
    } finally {
      await sleep(5);
      console.log(`closed ${name}`);
    }
  });

  it("runs the code before the yield, the body, and the code behind it", async () => {
    const run = await runVirtual(async () => {
      const result = await asyncWith(opened("notes"), async (file) => {
        console.log(`reading ${file}`);
        await sleep(10);
        return "result";
      });
      console.log(result);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | opening notes
         5 ms | reading NOTES
        20 ms | closed notes
        20 ms | result
    `);
  });

  it("runs the finally around the yield when the body throws, and lets the error out alone", async () => {
    const run = await runVirtual(async () => {
      const error = new Error("no light");
      const failing = asyncWith(opened("notes"), () => Promise.reject(error));
      await expect(failing).rejects.toBe(error);
    });
    expect(run.output).toBe(terminal`
      opening notes
      closed notes
    `);
  });

  it("runs nothing of the generator before it is entered", async () => {
    const run = await runVirtual(() => void opened("notes"));
    expect(run.output).toBe("");
  });

  it("makes a manager for each call, which do not know of each other", async () => {
    const run = await runVirtual(() =>
      asyncWith(opened("a"), (a) => asyncWith(opened("b"), (b) => a + b)),
    );
    expect(run.result).toBe("AB");
    expect(stamped(run)).toBe(terminal`
         0 ms | opening a
         5 ms | opening b
        15 ms | closed b
        20 ms | closed a
    `);
  });

  it("suppresses an error that the generator catches and does not throw again", async () => {
    const run = await runVirtual(async () => {
      const caught: unknown[] = [];
      const forgiving = asyncContextManager(async function* () {
        try {
          yield;
        } catch (error) {
          caught.push(error);
        }
      });
      const error = new Error("no light");
      const body = (): Promise<string> => Promise.reject(error);
      expect(await asyncWith(forgiving(), body)).toBe(undefined);
      expect(caught).toEqual([error]);
    });
    expect(run.elapsed).toBe(0);
  });

  it("throws in undefined too, where the body threw that", async () => {
    const { manager, log } = watched();
    await asyncWith(manager, () => Promise.reject(undefined));
    expect(log).toEqual(["caught undefined"]);
  });

  it("throws nothing in where the body returned, whatever it returned", async () => {
    const { manager, log } = watched();
    expect(await asyncWith(manager, () => new Error("a result"))).toEqual(
      new Error("a result"),
    );
    expect(log).toEqual(["went on"]);
  });

  it("keeps both errors where the generator throws another one", async () => {
    const translating = asyncContextManager(async function* () {
      try {
        yield;
      } catch (error) {
        throw new Error("cannot read", { cause: error });
      }
    });
    const first = new Error("no light");
    const failing = asyncWith(translating(), () => Promise.reject(first));
    const both: unknown = await failing.catch((error: unknown) => error);
    expect(both).toMatchObject({
      name: "SuppressedError",
      error: new Error("cannot read", { cause: first }),
      suppressed: first,
    });
  });

  it("throws the error of the code before the yield from enter, and nothing exits", async () => {
    const error = new Error("locked");
    const locked = asyncContextManager(async function* () {
      if (error instanceof Error) {
        throw error;
      }
      yield;
    });
    const entering = asyncWith(locked(), () => expect.unreachable());
    await expect(entering).rejects.toBe(error);
  });

  it("throws the error of the code behind the yield from exit", async () => {
    const error = new Error("the door is stuck");
    const stuck = asyncContextManager(async function* () {
      yield;
      throw error;
    });
    await expect(asyncWith(stuck(), () => "result")).rejects.toBe(error);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["an object", (async function* () {})()],
  ])("refuses %s as a generator function", (shown, value) => {
    expect(() => asyncContextManager(value as never)).toThrow(
      new TypeError(
        `Cannot create a context manager: it takes a generator function, received ${shown}`,
      ),
    );
  });
});

/** A manager that notes how its generator goes on behind the yield. */
function watched() {
  const log: string[] = [];
  const manager = asyncContextManager(async function* () {
    try {
      yield;
      log.push("went on");
    } catch (error) {
      log.push(`caught ${String(error)}`);
    }
  })();
  return { manager, log };
}
