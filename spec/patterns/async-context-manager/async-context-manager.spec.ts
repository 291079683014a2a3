import { describe, expect, it, vi } from "vitest";
import {
  asyncWith,
  type AsyncContextManager,
} from "../../../src/patterns/async-context-manager.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { spied } from "../spied.ts";

/*
 * A **context manager** is something to enter before a body of code and to exit after it, however the body ends. It is
 * Python's `async with`. Two things set it apart from `await using`: exit is told the error that the body threw, and it
 * can suppress that error by resolving to `true`.
 */
describe("asyncWith", () => {
  it("enters, hands what enter gives to the body, exits, and gives the body's result", async () => {
    const run = await runVirtual(async () => {
      const result = await asyncWith(door(), async (name) => {
        console.log(`inside the ${name}`);
        await sleep(10);
        return "result";
      });
      console.log(result);
    });
    expect(stamped(run)).toBe(terminal`
         5 ms | entered
         5 ms | inside the door
        20 ms | exited with []          ← 10 ms inside, 5 ms on the way out
        20 ms | result
    `);
  });

  it("exits before the body's error comes out", async () => {
    const run = await runVirtual(async () => {
      const failing = asyncWith(door(), async () => {
        await sleep(10);
        throw new Error("no light");
      });
      await failing.catch((error: unknown) => console.log(String(error)));
    });
    expect(stamped(run)).toBe(terminal`
         5 ms | entered
        20 ms | exited with [Error: no light]
        20 ms | Error: no light
    `);
  });

  it("exits once when the body throws at once, before it returns a promise", async () => {
    const error = new Error("no light");
    const manager = spied();
    const failing = asyncWith(manager, () => {
      throw error;
    });
    await expect(failing).rejects.toBe(error);
    expect(manager.exit.mock.calls).toEqual([[error]]);
  });

  it("exits once, without an argument, when the body returns at once", async () => {
    const manager = spied();
    expect(await asyncWith(manager, (value) => `${value}!`)).toBe("entered!");
    expect(manager.enter.mock.calls).toEqual([[]]);
    expect(manager.exit.mock.calls).toEqual([[]]);
  });

  it("passes exit an argument also when what the body throws is undefined", async () => {
    const manager = spied();
    const failing = asyncWith(manager, () => Promise.reject(undefined));
    await expect(failing).rejects.toBe(undefined);
    expect(manager.exit.mock.calls).toEqual([[undefined]]);
  });

  it("neither runs the body nor exits when enter fails", async () => {
    const error = new Error("locked");
    const manager = spied();
    manager.enter.mockRejectedValue(error);
    const body = vi.fn<() => void>();
    await expect(asyncWith(manager, body)).rejects.toBe(error);
    expect(body).not.toHaveBeenCalled();
    expect(manager.exit).not.toHaveBeenCalled();
  });

  it("suppresses the body's error where exit resolves to true; the result is undefined", async () => {
    const manager = spied();
    manager.exit.mockResolvedValue(true);
    const failing = asyncWith(manager, () => Promise.reject(new Error("x")));
    expect(await failing).toBe(undefined);
  });

  it.each([[false], [undefined], [1], ["true"], [{}]])(
    "lets the body's error through where exit resolves to %s",
    async (value) => {
      const error = new Error("no light");
      const manager = spied();
      manager.exit.mockResolvedValue(value as boolean);
      const failing = asyncWith(manager, () => Promise.reject(error));
      await expect(failing).rejects.toBe(error);
    },
  );

  it("gives the body's result also where exit resolves to true", async () => {
    const manager = spied();
    manager.exit.mockResolvedValue(true);
    expect(await asyncWith(manager, () => "result")).toBe("result");
  });

  it("exits inner contexts first, and an error suppressed there never gets out", async () => {
    const outer = spied();
    const inner = spied();
    inner.exit.mockResolvedValue(true);
    const result = await asyncWith(outer, async () => {
      await asyncWith(inner, () => Promise.reject(new Error("x")));
      expect(inner.exit).toHaveBeenCalledOnce();
      expect(outer.exit).not.toHaveBeenCalled();
      return "the outer body went on";
    });
    expect(result).toBe("the outer body went on");
    expect(outer.exit.mock.calls).toEqual([[]]);
  });

  it("throws the error of exit where the body threw none", async () => {
    const error = new Error("the door is stuck");
    const manager = spied();
    manager.exit.mockRejectedValue(error);
    await expect(asyncWith(manager, () => "result")).rejects.toBe(error);
    expect(manager.exit).toHaveBeenCalledOnce();
  });

  it("lets the very error out alone that exit was given and throws again", async () => {
    const error = new Error("no light");
    const manager = spied();
    manager.exit.mockImplementation((thrown) => Promise.reject(thrown));
    const failing = asyncWith(manager, () => Promise.reject(error));
    await expect(failing).rejects.toBe(error);
  });

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ['"door"', "door"],
    ["an Object", { enter: () => {} }],
    [
      "a Door",
      new (class Door {
        exit(): void {}
      })(),
    ],
  ])("refuses %s as a manager", async (shown, manager) => {
    const body = vi.fn<() => void>();
    const refused = asyncWith(manager as AsyncContextManager<void>, body);
    await expect(refused).rejects.toThrow(
      new TypeError(
        `Cannot enter the context: the manager must have the methods enter and exit, received ${shown}`,
      ),
    );
    expect(body).not.toHaveBeenCalled();
  });

  it("refuses a body that is no function, and enters nothing", async () => {
    const enter = vi.fn<() => Promise<void>>();
    const exit = vi.fn<() => Promise<void>>();
    const refused = asyncWith({ enter, exit }, "body" as never);
    await expect(refused).rejects.toThrow(
      new TypeError(
        'Cannot enter the context: the body must be a function, received "body"',
      ),
    );
    expect(enter).not.toHaveBeenCalled();
  });
});

/** A manager that takes 5 ms either way, and says so. */
function door(): AsyncContextManager<string> {
  return {
    async enter() {
      await sleep(5);
      console.log("entered");
      return "door";
    },
    async exit(...threw) {
      await sleep(5);
      console.log(`exited with [${threw.join()}]`);
    },
  };
}
