import { describe, expect, it } from "vitest";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { createTask, type Task } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { terminal } from "../../support.ts";

/*
 * A task goes wherever a promise is wanted: it has a promise's methods, and its type is a promise's. Only whoever waits
 * for it resumes on a turn of its own.
 */
describe("A task as a promise", () => {
  const failure = new Error("disk full");
  const failed = (): Task<string> =>
    createTask((): string => {
      throw failure;
    });

  it("has catch, which looks at failures only", async () => {
    await runVirtual(async () => {
      const caught = failed().catch((error: unknown) => [error]);
      expect(await caught).toEqual([failure]);
      expect(await createTask(() => "result").catch(() => "x")).toBe("result");
      await expect(failed().catch(null)).rejects.toBe(failure);
    });
  });

  it("has finally, which changes nothing about the outcome", async () => {
    await runVirtual(async () => {
      const log: string[] = [];
      const tidy = (): void => void log.push("tidied up");
      expect(await createTask(() => "result").finally(tidy)).toBe("result");
      await expect(failed().finally(tidy)).rejects.toBe(failure);
      expect(await createTask(() => "result").finally(null)).toBe("result");
      expect(log).toEqual(["tidied up", "tidied up"]);
    });
  });

  it("calls back on a turn of its own, in the order in which they asked", async () => {
    const run = await runVirtual(async () => {
      const task = createTask(() => console.log("the body"));
      const all = [
        task.finally(() => console.log("finally")),
        task.then(() => console.log("then")),
        nextTurn().then(() => console.log("in line before")),
        task.catch(() => {}).then(() => console.log("behind catch")),
      ];
      await Promise.all(all);
    });
    expect(run.output).toBe(terminal`
      the body
      in line before
      finally
      then
      behind catch
    `);
  });

  it("says that it is a Task, and which", () => {
    const task = createTask(() => {}, { name: "tea" });
    expect(Object.prototype.toString.call(task)).toBe("[object Task tea]");
  });

  it("goes where a promise is wanted", async () => {
    const length = async (text: Promise<string>) => (await text).length;
    expect(await length(createTask(() => "result"))).toBe(6);
  });
});
