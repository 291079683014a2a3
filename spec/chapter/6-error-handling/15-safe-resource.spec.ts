import { describe, expect, it } from "vitest";
import { asyncWith } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  main,
  SafeResource,
} from "../../../src/chapter/6-error-handling/15-safe-resource.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * `await using` releases without knowing how the block ended. Where that matters, `asyncWith` calls `exit` with the
 * error that the body threw, as Python calls `__aexit__`, and without an argument where it threw none. Exit may look
 * at the error; the error goes on to the caller unless exit returns `true`.
 */
describe("15 · Safe resource", () => {
  it("prints a body that ends well and one that fails", async () => {
    const run = await play(main);
    expect(run.output).toBe(terminal`
      Normal case:
        DB: acquired
        Using DB
        DB: released

      Error case:
        DB: acquired
        DB: error occurred - connection lost
        DB: released                        ← released all the same,
        Handled the error                   ← and only then the caller has the error
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("hands itself to the body, and on what the body returns", async () => {
    const db = new SafeResource("DB");
    const { result } = await runVirtual(() =>
      asyncWith(db, (value) => [value]),
    );
    expect(result[0]).toBe(db);
  });

  it("lets the very error out that the body threw", async () => {
    const lost = new Error("connection lost");
    await runVirtual(async () => {
      const failing = asyncWith(new SafeResource("DB"), () => {
        throw lost;
      });
      await expect(failing).rejects.toBe(lost);
    });
  });

  it("sees an error that comes out of a body that waits", async () => {
    const run = await runVirtual(async () => {
      const failing = asyncWith(new SafeResource("DB"), () =>
        Promise.reject(new Error("timeout")),
      );
      await expect(failing).rejects.toThrow(new Error("timeout"));
    });
    expect(run.output).toBe(terminal`
        DB: acquired
        DB: error occurred - timeout
        DB: released
    `);
  });

  it.each([undefined, null, "out of disk", 0])(
    "reports what is thrown though it is no Error: %s",
    async (thrown) => {
      const run = await runVirtual(async () => {
        const failing = asyncWith(new SafeResource("DB"), () => {
          throw thrown;
        });
        await expect(failing).rejects.toBe(thrown);
      });
      expect(run.lines.map(({ text }) => text)).toEqual([
        "  DB: acquired",
        `  DB: error occurred - ${String(thrown)}`,
        "  DB: released",
      ]);
    },
  );

  it("releases the inner resource first, and both see the error", async () => {
    const run = await runVirtual(async () => {
      const failing = asyncWith(new SafeResource("outer"), () =>
        asyncWith(new SafeResource("inner"), () => {
          throw new Error("connection lost");
        }),
      );
      await expect(failing).rejects.toThrow(new Error("connection lost"));
    });
    expect(run.output).toBe(terminal`
        outer: acquired
        inner: acquired
        inner: error occurred - connection lost
        inner: released
        outer: error occurred - connection lost
        outer: released
    `);
  });

  it("swallows the error in a manager whose exit returns true", async () => {
    const forgiving = {
      enter: async (): Promise<string> => "value",
      exit: async (): Promise<boolean> => true,
    };
    const failing = asyncWith(forgiving, () => {
      throw new Error("connection lost");
    });
    expect(await failing).toBe(undefined);
  });
});
