import { describe, expect, it, vi } from "vitest";
import { explore } from "../../../src/testing/index.ts";
import { StatusLine } from "../../../src/testing/node/terminal.ts";
import { steps } from "../steps.ts";

/*
 * A search may take minutes, and whoever waits wants to see that it goes on. On a terminal that is one line, which is gone
 * in the end; in a log it is a line every ten seconds.
 */
describe("A status line", () => {
  const lineOn = (isTTY?: boolean) => {
    const written: string[] = [];
    let now = 100;
    const write = (text: string) => written.push(text);
    const stream = isTTY === undefined ? { write } : { isTTY, write };
    const line = new StatusLine(stream, () => now);
    return { written, line, wait: (ms: number) => void (now += ms) };
  };

  it("is written anew on a terminal four times a second, and is gone in the end", () => {
    const { written, line, wait } = lineOn(true);
    line.show("at once");
    wait(250);
    line.show("one");
    wait(249);
    line.show("too soon");
    wait(1);
    line.show("two");
    line.end();
    expect(written).toEqual(["\r\u001B[Kone", "\r\u001B[Ktwo", "\r\u001B[K"]);
  });

  it.each([false, undefined])(
    "is a line every ten seconds where isTTY is %s",
    (isTTY) => {
      const { written, line, wait } = lineOn(isTTY);
      wait(9_999);
      line.show("too soon");
      wait(1);
      line.show("one");
      line.end();
      expect(written).toEqual(["one\n"]);
    },
  );

  it("leaves a terminal alone where it was never shown", () => {
    const { written, line } = lineOn(true);
    line.show("too soon");
    line.end();
    expect(written).toEqual([]);
  });

  it("says how far a search is, where that is asked for", async () => {
    const shown = vi
      .spyOn(StatusLine.prototype, "show")
      .mockImplementation(() => {});
    const ended = vi.spyOn(StatusLine.prototype, "end");
    try {
      await explore(steps(5, 1), { progress: false });
      expect(shown).not.toHaveBeenCalled();
      await explore(steps(5, 1), { progress: true });
      expect(shown.mock.calls).toEqual([["63 schedules, round 3, 63 endings"]]);
      expect(ended).toHaveBeenCalledTimes(2);
    } finally {
      shown.mockRestore();
      ended.mockRestore();
    }
  });

  it("is of the process's standard error", () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    try {
      let now = 0;
      const line = new StatusLine(undefined, () => (now += 10_000));
      line.show("one");
      expect(write.mock.calls).toEqual([["one\n"]]);
    } finally {
      write.mockRestore();
    }
  });
});
