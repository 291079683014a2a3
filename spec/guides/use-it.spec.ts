import { describe, expect, it } from "vitest";
import { play, stamped, terminal } from "../support.ts";
import { main as contexts } from "./use-it/contexts.ts";
import { main as queue } from "./use-it/queue.ts";
import { main as tasks } from "./use-it/tasks.ts";

/*
 * The programs on the page are these files, and what they print is what they have printed in this run.
 */
describe("Use it", () => {
  it("a queue hands over items, and join waits until they are done", async () => {
    expect((await play(queue)).output).toBe(terminal`
      tea
      jam
      bread
    `);
  });

  it("tasks run side by side, and a cancelled one ends with the reason", async () => {
    expect(stamped(await play(tasks))).toBe(terminal`
       300 ms | [ 'egg after 300 ms', 'tea after 200 ms' ]
       300 ms | nobody is hungry
    `);
  });

  it("a context manager closes what it has opened", async () => {
    expect((await play(contexts)).output).toBe(terminal`
      open db
      use connection to db
      close db
    `);
  });
});
