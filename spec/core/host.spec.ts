import { describe, expect, it } from "vitest";
import { nextTurn } from "../../src/index.ts";
import type { Host } from "../../src/core/host.ts";
import { currentHost, useHost } from "../../src/core/slot.ts";
import { delegating } from "../patterns/observed.ts";

/*
 * Every turn, timer and breath of the library comes from one **host**, and another can take its place: so the same code
 * runs in virtual time.
 */
describe("The host", () => {
  it("can be replaced for a while", async () => {
    const before = currentHost();
    const turns: string[] = [];
    const other: Host = {
      ...delegating(before),
      turn(turn) {
        turns.push("turn");
        before.turn(turn);
      },
    };
    const restore = useHost(other);
    expect(currentHost()).toBe(other);
    await nextTurn();
    restore();
    expect(currentHost()).toBe(before);
    await nextTurn();
    expect(turns).toEqual(["turn"]);
  });
});
