import { describe, expect, it } from "vitest";
import {
  exportsOf,
  importsOf,
  passedOnBy,
} from "../../../src/textbook/source/module-names.ts";

/*
 * A name in a program is a link to the page that explains it. Where a name comes from is told by the imports, what a
 * module has to offer by its exports.
 */
describe("The names of a module", () => {
  it("are those that it declares and exports", () => {
    const source = [
      "export class A {}",
      "export async function* b(inner) {}",
      "const c = 1;",
      "export const d = 1, e = c;",
      "export interface F extends A {}",
      "export type G<T> = T;",
      "export abstract class H extends A {}",
      'export { i } from "./i.ts";',
    ].join("\n");
    expect(exportsOf(source)).toEqual(["A", "b", "d", "e", "F", "G", "H"]);
  });

  it("are imported from a module that may call them otherwise", () => {
    const source = [
      'import { sleep, type Task as Work } from "./a.ts";',
      'import type {\n  Source,\n} from "b";',
      'import "./c.ts";',
      'import d from "./d.ts";',
    ].join("\n");
    expect(importsOf(source)).toEqual([
      { name: "sleep", original: "sleep", module: "./a.ts" },
      { name: "Work", original: "Task", module: "./a.ts" },
      { name: "Source", original: "Source", module: "b" },
    ]);
  });

  it("are passed on, types among them, to whoever imports from the module", () => {
    const source = [
      "export {\n  createTask,\n  type Task,\n  type TaskOptions as Options,\n} from './task.ts';",
      'export type { Source } from "./source.ts";',
      'export { default as gather } from "./gather.ts";',
      "export const own = 1;",
      "export { own as other };",
    ].join("\n");
    expect(passedOnBy(source)).toEqual([
      { name: "createTask", original: "createTask", module: "./task.ts" },
      { name: "Task", original: "Task", module: "./task.ts" },
      { name: "Options", original: "TaskOptions", module: "./task.ts" },
      { name: "Source", original: "Source", module: "./source.ts" },
      { name: "gather", original: "default", module: "./gather.ts" },
    ]);
  });
});
