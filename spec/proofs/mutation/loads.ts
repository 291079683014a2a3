import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/*
 * A mutant can keep its module from loading at all. Then no test begins, and Stryker, which asks how tests ended, would
 * conclude that none failed. So here is a test that fails.
 */
const folder = process.env.MUTATED ?? "src";
const modules = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && !name.endsWith("play.ts"))
  .map((name) => join(process.cwd(), folder, name));
const loaded = await Promise.allSettled(
  modules.map((module) => import(module) as Promise<unknown>),
);

it("loads every module", () => {
  expect(loaded.filter(({ status }) => status === "rejected")).toEqual([]);
});
