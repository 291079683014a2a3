import { describe, expect, it } from "vitest";
import {
  asyncWith,
  type AsyncContextManager,
} from "../../src/patterns/async-context-manager.ts";
import { AsyncExitStack } from "../../src/patterns/async-exit-stack.ts";
import { TaskGroup } from "../../src/patterns/task-group.ts";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";

/*
 * Where a program finds out only as it runs how many contexts it needs, it puts them on a stack and leaves them together.
 * It is contextlib's AsyncExitStack, and does what nested `asyncWith` would: each exit sees the error so far.
 */
describe("AsyncExitStack", () => {
  it("exits in reverse order: contexts, what is disposed of, functions", async () => {
    const run = await runVirtual(async () => {
      const result = await asyncWith(new AsyncExitStack(), async (stack) => {
        console.log(await stack.enter(manager("A")));
        stack.use({
          [Symbol.asyncDispose]: async () => console.log("B disposed of"),
        });
        stack.use({ [Symbol.dispose]: () => console.log("C disposed of") });
        stack.defer(() => console.log("D"));
        console.log("body");
        return "result";
      });
      console.log(result);
    });
    expect(run.output).toBe(terminal`
      A entered
      value of A
      body
      D
      C disposed of
      B disposed of
      A exits
      result
    `);
  });

  it("gives back what it is to dispose of", () => {
    const file = { [Symbol.dispose]: () => {} };
    expect(new AsyncExitStack().use(file)).toBe(file);
  });

  it("shows each exit the error so far, and throws it on", async () => {
    const run = await runVirtual(async () => {
      const error = new Error("no light");
      const leaving = asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        await stack.enter(manager("B"));
        throw error;
      });
      await expect(leaving).rejects.toBe(error);
    });
    expect(run.output).toBe(terminal`
      A entered
      B entered
      B exits with no light
      A exits with no light
    `);
  });

  it("shows the exits behind one that suppresses the error none", async () => {
    const run = await runVirtual(async () => {
      const result = await asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        await stack.enter(manager("B", true));
        await stack.enter(manager("C"));
        throw new Error("no light");
      });
      console.log(result);
    });
    expect(run.output).toBe(terminal`
      A entered
      B entered
      C entered
      C exits with no light
      B exits with no light
      A exits
      undefined
    `);
  });

  it("goes on with the error of an exit, and lets both survive", async () => {
    const run = await runVirtual(async () => {
      const first = new Error("no light");
      const second = new Error("no key");
      const leaving = asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        await stack.enter(manager("B", second));
        throw first;
      });
      await expect(leaving).rejects.toMatchObject({
        name: "SuppressedError",
        error: second,
        suppressed: first,
      });
    });
    expect(run.output).toBe(terminal`
      A entered
      B entered
      B exits with no light
      A exits with An error was suppressed during disposal
    `);
  });

  it("throws an exit's error where the body has thrown none, once all are exited", async () => {
    const run = await runVirtual(async () => {
      const error = new Error("no key");
      const leaving = asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        await stack.enter(manager("B", error));
      });
      await expect(leaving).rejects.toBe(error);
    });
    expect(run.output).toBe(terminal`
      A entered
      B entered
      B exits
      A exits with no key
    `);
  });

  it("suppresses an exit's error as well", async () => {
    await runVirtual(async () => {
      const stack = new AsyncExitStack();
      await stack.enter(manager("A", true));
      await stack.enter(manager("B", new Error("no key")));
      expect(await stack.exit()).toBe(false);
    });
  });

  it("lets no disposal suppress the error, whatever it gives, as await using does not", async () => {
    await runVirtual(async () => {
      const stack = new AsyncExitStack();
      stack.use({ [Symbol.dispose]: () => true as never });
      expect(await stack.exit(new Error("no light"))).toBe(false);
    });
  });

  it("pairs nothing with the error of a group in it, which tells of the body's", async () => {
    await runVirtual(async () => {
      const error = new Error("no light");
      const leaving = asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        await stack.enter(new TaskGroup());
        throw error;
      });
      await expect(leaving).rejects.toEqual(
        new AggregateError([error], "Unhandled errors in a TaskGroup"),
      );
    });
  });

  it("lets what is moved outlive it", async () => {
    const run = await runVirtual(async () => {
      const kept = await asyncWith(new AsyncExitStack(), async (stack) => {
        await stack.enter(manager("A"));
        return stack.move();
      });
      console.log("left");
      await kept?.exit();
    });
    expect(run.output).toBe(terminal`
      A entered
      left
      A exits
    `);
  });

  it("is exited by await using, in order and once", async () => {
    const run = await runVirtual(async () => {
      await using stack = new AsyncExitStack();
      await stack.enter(manager("A"));
      await stack.exit();
      await stack.enter(manager("B"));
      console.log("body");
    });
    expect(run.output).toBe(terminal`
      A entered
      A exits
      B entered
      body
      B exits
    `);
  });

  it("exits nothing that it could not enter", async () => {
    await runVirtual(async () => {
      const stack = new AsyncExitStack();
      const failing = {
        enter: () => Promise.reject(new Error("no key")),
        exit: () => expect.unreachable(),
      };
      await expect(stack.enter(failing)).rejects.toThrow("no key");
      await stack.exit();
    });
  });

  it("refuses what is no manager, cannot be disposed of, or is no function", async () => {
    const stack = new AsyncExitStack();
    await expect(stack.enter({} as never)).rejects.toThrow(
      new TypeError(
        "Cannot enter the context: the manager must have the methods enter and exit, received an Object",
      ),
    );
    expect(() => stack.use(undefined as never)).toThrow(
      new TypeError(
        "Cannot use: it takes something disposable, received undefined",
      ),
    );
    expect(() => stack.defer(7 as never)).toThrow(
      new TypeError("Cannot defer: fn must be a function, received 7"),
    );
  });

  it("is drawn as it enters and leaves its contexts, and leaves none open", async () => {
    const { timeline } = await runVirtual(
      async () => {
        const stack = new AsyncExitStack();
        await stack.enter(manager("A", true));
        await stack.enter(manager("B"));
        await stack.exit(new Error("no light"));
        await stack.enter(manager("C"));
        await stack.exit();
      },
      { timeline: true, leaks: "fail" },
    );
    const seen = (timeline ?? []).flatMap((event) =>
      event.kind === "exited"
        ? [event.error ?? "exited"]
        : event.kind === "entered"
          ? ["entered"]
          : [],
    );
    const error = "Error: no light";
    expect(seen).toEqual([
      "entered",
      "entered",
      error,
      error,
      "entered",
      "exited",
    ]);
  });
});

function manager(
  name: string,
  verdict?: boolean | Error,
): AsyncContextManager<string> {
  return {
    async enter() {
      console.log(`${name} entered`);
      return `value of ${name}`;
    },
    async exit(...threw) {
      const [error] = threw;
      const how =
        threw.length === 0 ? "" : ` with ${(error as Error)?.message}`;
      console.log(`${name} exits${how}`);
      if (verdict instanceof Error) {
        throw verdict;
      }
      return verdict === true;
    },
  };
}
