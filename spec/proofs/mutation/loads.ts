import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

/*
 * What a module does when it is loaded can be broken so that it does not load at all. Then no test of it begins, and
 * Stryker, which asks how tests ended, would take that for none having failed: here one fails.
 */
const folder = process.env.MUTATED ?? "src";
const modules = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts") && name !== "play.ts")
  .map((name) => join(process.cwd(), folder, name));
const loaded = await Promise.allSettled(
  modules.map((module) => import(module) as Promise<unknown>),
);

it("loads every module", () => {
  expect(loaded.filter(({ status }) => status === "rejected")).toEqual([]);
});
