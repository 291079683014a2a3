import vm, { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { freshCopy } from "../fresh-copy.ts";

/*
 * A context of node:vm, such as a window of jsdom, has a Date of its own. In a run it tells the virtual time from when the
 * context is made or a script runs in it. So does the `now` of a
 * Date that was kept from before.
 */
describe("Dates of contexts, and those kept from before", () => {
  const START = Date.UTC(2000, 0, 1);
  const ALL =
    "[Date.now(), +new Date(), Date().slice(11, 15), +new Date(5), new Date().constructor === Date]";
  const before = vm.createContext({});
  const outside = Date;
  const read = (context: vm.Context): unknown => vm.runInContext(ALL, context);
  const all = (at: number): unknown => [at, at, "2000", 5, true];

  it.each<[string, () => vm.Context]>([
    ["made before the run", () => before],
    ["made in the run", () => vm.createContext({})],
    ["that has the Date of the run", () => vm.createContext({ Date })],
    [
      "that has the Date of before the run",
      () => vm.createContext({ Date: outside }),
    ],
  ])("are virtual in a context %s, and real behind it", async (_, make) => {
    let context = before;
    const { result } = await runVirtual(async () => {
      context = make();
      const first = read(context);
      await sleep(1_500);
      return [first, read(context), runInNewContext(ALL)];
    });
    const later = all(START + 1_500);
    expect(result).toEqual([all(START), later, later]);
    const now = vm.runInContext("Date.now()", before) as number;
    expect(now).toBeGreaterThan(START + 1e9);
  });

  it("are virtual for a function of a context that no script made", async () => {
    const { result } = await runVirtual(() => {
      const parsingContext = vm.createContext({});
      const code = "return Date.now()";
      return vm.compileFunction(code, [], { parsingContext })() as number;
    });
    expect(result).toBe(START);
  });

  it("stay real in a context that is frozen, and what is no context is refused as ever", async () => {
    const { result } = await runVirtual(() => {
      const frozen = vm.createContext(Object.freeze({}));
      return vm.runInContext("Date.now() > 0", frozen) as boolean;
    });
    expect(result).toBe(true);
    await expect(runVirtual(() => read({}))).rejects.toThrow(TypeError);
  });

  it("have a virtual now where they were kept from before the run", async () => {
    const kept = Date;
    const { result } = await runVirtual(
      () => ({ at: kept.now(), now: kept.now.bind(kept) }),
      { now: 5 },
    );
    expect(result.at).toBe(5);
    expect(kept.now()).toBeGreaterThan(START + 1e9);
    expect(result.now()).toBeGreaterThan(START + 1e9);
  });

  it("are virtual where a Date was kept from a run of another copy of the kit", async () => {
    const other = await freshCopy();
    const { result: kept } = await other.runVirtual(() => Date);
    const { result } = await runVirtual(() => kept.now(), { now: 7 });
    expect(result).toBe(7);
    expect(kept.now()).toBeGreaterThan(START + 1e9);
  });
});
