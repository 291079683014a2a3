import assert from "node:assert/strict";
import { setTimeout as named } from "node:timers/promises";
import * as abilities from "./abilities.ts";
import { addRule } from "./rule.ts";
import { runVirtual } from "async-patterns/testing";

/** vitest, jest and mocha put it there. */
declare const it: Parameters<typeof addRule>[0];

it("what was imported by name before the run is virtual", async () => {
  const { elapsed } = await runVirtual(() => named(60_000));
  assert.equal(elapsed, 60_000);
});

it("the kit can do all that it can do in Node", async () => {
  const found: string[] = [];
  await abilities.main((ability) => found.push(ability));
  const missing = JSON.parse(process.env["ABILITIES"] ?? "").filter(
    (it: string) => !found.includes(it),
  );
  assert.deepEqual(missing, []);
});

it("the program's own listeners on its process are asked", async () => {
  const { result } = await runVirtual(async () => {
    const heard: string[] = [];
    process.on("uncaughtException", ({ message }) => heard.push(message));
    process.on("unhandledRejection", (reason) => heard.push(String(reason)));
    setTimeout(() => {
      throw new Error("thrown");
    }, 1);
    await named(2);
    const rejected = Promise.reject(new Error("rejected"));
    process.on("rejectionHandled", (promise) =>
      heard.push(`handled late: ${promise === rejected}`),
    );
    await named(1);
    await rejected.catch(() => {});
    await named(1);
    return heard;
  });
  assert.deepEqual(result, ["thrown", "Error: rejected", "handled late: true"]);
});
