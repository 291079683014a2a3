import assert from "node:assert/strict";
import { test } from "node:test";
import { sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";

test("a minute passes at once", async () => {
  const { elapsed } = await runVirtual(() => sleep(60_000));
  assert.equal(elapsed, 60_000);
});
