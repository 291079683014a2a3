import { clearImmediate, clearInterval, clearTimeout } from "node:timers";
import { describe, expect, it, vi } from "vitest";
import { explore, runVirtual } from "../../../src/testing/index.ts";

const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/*
 * A timer can be called off in many ways, until the very moment at which its callback would begin, and for good: what was
 * cleared cannot be brought back. A program under test may also clear a timer that was set before the run, by a test
 * runner for example; that one is real.
 */
describe("Clearing virtual timers", () => {
  const never = (): void => console.log("never");

  it.each<[string, () => void]>([
    ["clearTimeout", () => clearTimeout(setTimeout(never, 1))],
    ["clearInterval", () => clearInterval(setInterval(never, 1))],
    ["clearTimeout of an interval", () => clearTimeout(setInterval(never, 1))],
    ["clearInterval of a timeout", () => clearInterval(setTimeout(never, 1))],
    ["clearImmediate", () => clearImmediate(setImmediate(never))],
    ["its number", () => clearTimeout(+setTimeout(never, 1))],
    ["its number as text", () => clearTimeout(`${+setTimeout(never, 1)}`)],
    ["an interval's number", () => clearInterval(+setInterval(never, 1))],
    ["close", () => void setTimeout(never, 1).close()],
    ["close of an interval", () => void setInterval(never, 1).close()],
    ["dispose", () => setTimeout(never, 1)[Symbol.dispose]()],
    ["dispose of an interval", () => setInterval(never, 1)[Symbol.dispose]()],
    ["dispose of an immediate", () => setImmediate(never)[Symbol.dispose]()],
  ])("%s calls a callback off", async (_, clear) => {
    const run = await runVirtual(async () => {
      clear();
      await pass(10);
    });
    expect(run.output).toBe("");
  });

  it("calls off a timer that is already due", async () => {
    const run = await runVirtual(async () => {
      setTimeout(() => clearTimeout(second), 5);
      const second = setTimeout(never, 5);
      setTimeout(() => console.log("third"), 5);
      await pass(10);
    });
    expect(run.output).toBe("third\n");
  });

  it("calls off an immediate that is next", async () => {
    const run = await runVirtual(async () => {
      setImmediate(() => clearImmediate(second));
      const second = setImmediate(never);
      setImmediate(() => console.log("third"));
      await pass(10);
    });
    expect(run.output).toBe("third\n");
  });

  it.each<[string, (timer: NodeJS.Timeout) => void]>([
    ["clearTimeout", (timer) => clearTimeout(timer)],
    ["close", (timer) => void timer.close()],
    ["dispose", (timer) => timer[Symbol.dispose]()],
  ])("is for good after %s: refresh brings nothing back", async (_, clear) => {
    const run = await runVirtual(async () => {
      for (const timer of [setTimeout(never, 5), setInterval(never, 5)]) {
        clear(timer);
        timer.refresh();
      }
      await pass(10);
    });
    expect(run.output).toBe("");
  });

  it("ends an interval from inside its callback", async () => {
    const run = await runVirtual(async () => {
      const interval = setInterval(() => {
        console.log("tick");
        clearInterval(interval);
      }, 1);
      await pass(10);
    });
    expect(run.output).toBe("tick\n");
  });

  it.each([undefined, null, 0, -1, 9_999_999, "no timer", {}, Symbol("no")])(
    "changes nothing where %o is no timer",
    async (nothing: unknown) => {
      const run = await runVirtual(async () => {
        const timer = setTimeout(() => console.log(Number(timer) > 0), 1);
        clearTimeout(nothing as number);
        clearInterval(nothing as number);
        await pass(10);
      });
      expect(run.output).toBe("true\n");
    },
  );

  it.each([undefined, null, {}, "no immediate", 1])(
    "changes nothing where %o is no immediate",
    async (nothing: unknown) => {
      const run = await runVirtual(() => {
        setImmediate(() => console.log("immediate"));
        clearImmediate(nothing as NodeJS.Immediate);
      });
      expect(run.output).toBe("immediate\n");
    },
  );

  it("gives each timer a number of its own, always the same", async () => {
    const { result } = await runVirtual(() => {
      const timers = [setTimeout(never, 1), setInterval(never, 1)];
      return [timers.map(Number), timers.map(Number)];
    });
    const [first, again] = result;
    expect(new Set(first).size).toBe(2);
    expect(again).toEqual(first);
  });

  /** Fires behind every real timer of 1 ms that was set before. */
  const afterRealTimers = async (): Promise<void> => {
    await pass(1);
    await new Promise((resolve) => setImmediate(resolve));
  };

  it("clears real timers that were set before the run", async () => {
    const fire = vi.fn<() => void>();
    const timers = [
      setTimeout(fire, 1),
      setInterval(fire, 1),
      setTimeout(fire, 1),
    ] as const;
    const immediate = setImmediate(fire);
    const number = Number(timers[2]);
    await runVirtual(() => {
      clearTimeout(timers[0]);
      clearInterval(timers[1]);
      clearTimeout(number);
      clearImmediate(immediate);
    });
    await afterRealTimers();
    expect(fire).not.toHaveBeenCalled();
  });

  // Node's own clearImmediate counts down for whatever it is given, and then runs no immediate any more.
  it("hits no real immediate when done after the run", async () => {
    const { result: left } = await runVirtual(() => setImmediate(never));
    const fire = vi.fn<() => void>();
    setImmediate(fire);
    clearImmediate(left);
    await afterRealTimers();
    expect(fire).toHaveBeenCalledOnce();
  });

  it("hits no real timer when done after the run", async () => {
    const { result: left } = await runVirtual(() => setTimeout(never, 1));
    const fire = vi.fn<() => void>();
    setTimeout(fire, 1);
    clearTimeout(left);
    await afterRealTimers();
    expect(fire).toHaveBeenCalledOnce();
  });

  it("takes them out of what a search may choose, wherever they stood", async () => {
    const { outcomes } = await explore(async () => {
      const note = (what: string) => () => console.log(what);
      setTimeout(() => {
        console.log("a");
        clearTimeout(third);
      }, 5);
      setTimeout(note("b"), 5);
      const third = setTimeout(note("c"), 5);
      setTimeout(note("d"), 5);
      await pass(10);
    });
    const outputs = outcomes.map(({ output }) => output.replaceAll("\n", ""));
    expect(outputs).toContain("adb");
    expect(outputs.filter((output) => /a.*c/.test(output))).toEqual([]);
  });
});
