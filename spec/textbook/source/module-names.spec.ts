import { describe, expect, it } from "vitest";
import {
  exportsOf,
  importsOf,
  methodsOf,
  passedOnBy,
} from "../../../src/textbook/source/module-names.ts";

/*
 * A name in a program is a link to the page that explains it. The imports of a program tell where a name comes from, the
 * exports of a module tell what it has.
 */
describe("The names of a module", () => {
  it("the exports are the names that the module declares itself", () => {
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

  it("the methods are those of its classes that others can call by a name, each once", () => {
    const source =
      "class A { static get() {} get size() {} async put() {} #own() {} [Symbol.iterator]() {} constructor() {} field = 1 }\nclass B { put() {} }";
    expect(methodsOf(source)).toEqual(["get", "size", "put"]);
  });

  it("an imported name may be another one in its own module", () => {
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

  it("a facade passes names on, types among them", () => {
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
