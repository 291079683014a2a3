import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createTask } from "../../src/index.ts";
import {
  everySchedule,
  explore,
  runVirtual,
  ScheduleFailure,
} from "../../src/testing/index.ts";
import { blockedIn, placesIn } from "./stuck.ts";

/*
 * A program may throw anything, also what fails at whatever it is asked: a proxy whose traps throw, a promise that cannot
 * be shown. The kit looks at such values to say how a run ended; it never fails by them.
 */
describe("A value that fails at whatever it is asked", () => {
  const place = placesIn(import.meta.url);
  const fail = (): never => {
    throw new Error("do not ask");
  };
  const thorny = (): object => {
    const traps = Object.getOwnPropertyNames(Reflect).map((trap) => [
      trap,
      fail,
    ]);
    return new Proxy({}, Object.fromEntries(traps) as ProxyHandler<object>);
  };
  const rejecting = (reason: unknown) => (): void => {
    // oxlint-disable-next-line typescript/prefer-promise-reject-errors -- that is what it is about
    void Promise.reject(reason);
  };

  it.each<[string, (value: unknown) => () => unknown]>([
    [
      "main throws",
      (value) => () => Promise.resolve().then(() => raise(value)),
    ],
    ["a promise is rejected with", rejecting],
    ["a timer throws", (value) => () => raiseLater(value)],
  ])("that %s is what the run fails with", async (_, failing) => {
    const value = thorny();
    const run = runVirtual(async () => {
      console.log("printed");
      await failing(value)();
      await new Promise((resolve) => setTimeout(resolve, 10));
    });
    const [{ reason }] = (await Promise.allSettled([run])) as [
      PromiseRejectedResult,
    ];
    expect(Object.is(reason, value)).toBe(true);
  });

  it("is an ending of a search", async () => {
    const value = thorny();
    const { outcomes } = await explore(async () => {
      await Promise.all([1, 2].map(() => createTask(() => {})));
      throw value;
    });
    expect(outcomes).toHaveLength(1);
    expect(Object.is(outcomes[0]?.error, value)).toBe(true);
  });

  it("is the cause of the failure under a schedule", async () => {
    const value = thorny();
    const failure: unknown = await everySchedule(() => raise(value)).catch(
      (reason: unknown) => reason,
    );
    expect(failure).toBeInstanceOf(ScheduleFailure);
    expect((failure as Error).message.split("\n")[0]).toBe("an object");
    expect(Object.is((failure as Error).cause, value)).toBe(true);
  });

  it("is told to the program's listener in an error that says it is one", async () => {
    const unspeakable = { [inspect.custom]: fail };
    const { output } = await runVirtual(async () => {
      process.on("uncaughtException", ({ message }) =>
        console.log(
          message.slice(message.lastIndexOf('"', message.length - 3)),
        ),
      );
      for (const value of [thorny(), unspeakable]) {
        rejecting(value)();
        await new Promise((resolve) => setTimeout(resolve));
      }
    });
    expect(output).toBe('"#<Object>".\n"#<Object>".\n');
  });

  it.each<[string, symbol, PropertyDescriptor]>([
    ["says something else of itself", inspect.custom, { value: () => "over" }],
    ["cannot be shown", Symbol.toStringTag, { get: fail }],
  ])(
    "may be a promise that hangs and %s, and a deadlock names who waits for it",
    async (_, name, property) => {
      const blocked = await blockedIn(() => {
        const waiting = new Promise(() => {}).then(String); // waits
        void Object.defineProperty(waiting, name, property);
        return waiting;
      });
      expect(blocked).toEqual([
        `main waits for a promise since 0 ms at ${place("waits")}`,
      ]);
    },
  );

  function raise(value: unknown): never {
    throw value;
  }

  function raiseLater(value: unknown): void {
    setTimeout(() => raise(value));
  }
});
