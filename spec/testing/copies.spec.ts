import { beforeAll, describe, expect, it } from "vitest";
import { runVirtual } from "../../src/testing/index.ts";
import { freshCopy, type Copy } from "./fresh-copy.ts";

/*
 * A project can hold two copies of this package, one of its own and one of a library that it uses. Both would replace the
 * same globals, so one run at a time in a thread means one run of all copies.
 */
describe("Two copies of the kit", () => {
  let copy: Copy;
  beforeAll(async () => {
    copy = await freshCopy();
  });

  it("are two: neither has the functions of the other", () => {
    expect(copy.runVirtual).not.toBe(runVirtual);
  });

  it("wait for one another's runs to end", async () => {
    const first = runVirtual(async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return performance.now() - 3_600_000;
    });
    const second = copy.runVirtual(() => performance.now() - 3_600_000);
    const third = copy.explore(() =>
      console.log(performance.now() - 3_600_000),
    );
    expect((await first).result).toBe(10);
    expect((await second).result).toBe(0);
    expect((await third).outcomes).toMatchObject([{ output: "0\n" }]);
  });

  it("run one after the other", async () => {
    for (const { runVirtual: run } of [copy, { runVirtual }, copy]) {
      const { elapsed } = await run(
        () => new Promise((resolve) => setTimeout(resolve, 10)),
      );
      expect(elapsed).toBe(10);
    }
  });
});
