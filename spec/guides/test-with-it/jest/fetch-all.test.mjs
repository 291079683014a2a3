import { expect, test } from "@jest/globals";
import { sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";

test("a minute passes at once", async () => {
  const { elapsed } = await runVirtual(() => sleep(60_000));
  expect(elapsed).toBe(60_000);
});
