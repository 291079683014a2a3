import { describe, expect, it } from "vitest";
import { play, terminal } from "../support.ts";
import { main as barges } from "./rule-of-turns/barges.ts";
import { main as line } from "./rule-of-turns/line.ts";
import { main as woken } from "./rule-of-turns/woken.ts";

/*
 * The three little programs on the page, and what they print.
 */
describe("The rule of turns", () => {
  it("two tasks have their turns one after the other", async () => {
    expect((await play(line)).output).toBe(terminal`
      ann 1
      bob 1
      ann 2
      bob 2
      ann 3
      bob 3
    `);
  });

  it("a task that is woken goes on when its turn comes, not before", async () => {
    expect((await play(woken)).output).toBe(terminal`
      main has put tea and goes on
      ann takes tea
    `);
  });

  it("a task that stands further ahead in the line takes the item first", async () => {
    expect((await play(barges)).output).toBe(terminal`
      bob takes tea
      ann takes jam
    `);
  });
});
