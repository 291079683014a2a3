import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer as createHttpServer, get } from "node:http";
import { connect, createServer, type AddressInfo } from "node:net";
import { promisify } from "node:util";
import { runInThisContext } from "node:vm";
import { describe, expect, it, vi } from "vitest";
import {
  DeadlockError,
  explore,
  runVirtual,
} from "../../../src/testing/index.ts";
import { printedAlone, stamped, terminal } from "../../support.ts";
import { freshCopy } from "../fresh-copy.ts";
import { failureOf } from "../stuck.ts";

// As modules and libraries take them, long before any run.
const before = { ...timersOf(globalThis) };
const nap = promisify(setTimeout);

function timersOf(scope: typeof globalThis) {
  const { setTimeout, setInterval, setImmediate } = scope;
  const { clearTimeout, clearInterval, clearImmediate } = scope;
  const clear = { clearTimeout, clearInterval, clearImmediate };
  return { setTimeout, setInterval, setImmediate, ...clear };
}

const pass = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/*
 * Many programs do not ask for `setTimeout` when they need it: a library took it as it was loaded, Node's own sockets have
 * timers of their own. All of these are virtual in a run, though nothing of the kit stands in between; and what somebody
 * took of the kit's in a run is as good as the real ones once the run is over.
 */
describe("Timers from elsewhere", () => {
  it.each<[string, () => Promise<typeof before>]>([
    ["before the run", async () => before],
    [
      "in a run of another copy of the kit, as by a module that was loaded there",
      async () => {
        const { runVirtual } = await freshCopy();
        return (await runVirtual(() => timersOf(globalThis))).result;
      },
    ],
  ])("are virtual where they were taken %s", async (_, take) => {
    const taken = await take();
    const run = await runVirtual(async () => {
      taken.setTimeout((what: string) => console.log(what), 50, "timeout");
      taken.setImmediate((what: string) => console.log(what), "immediate");
      clearTimeout(taken.setTimeout(() => console.log("never"), 10));
      const beat = taken.setInterval(() => console.log("beat"), 20);
      await nap(45);
      taken.clearInterval(beat);
      await nap(1_000);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | immediate
        20 ms | beat
        40 ms | beat
        50 ms | timeout
    `);
    expect(run).toMatchObject({ elapsed: 1_045, leaks: [] });
  });

  it("are virtual in every run, also when V8 has optimized how they are made", async () => {
    for (let runs = 0; runs < 300; runs++) {
      for (let count = 0; count < 3; count++) {
        before.clearTimeout(before.setTimeout(() => {}, count));
      }
      const { elapsed } = await runVirtual(
        () => new Promise<void>((resolve) => before.setTimeout(resolve, 500)),
      );
      expect(elapsed).toBe(500);
    }
  });

  describe("are a test's own where its runner waits for it,", () => {
    let isThere = false;
    const comeLater = (): void => {
      isThere = false;
      setTimeout(() => (isThere = true), 520);
    };

    it.each<[string, () => Promise<unknown>]>([
      ["by vi.waitFor", () => vi.waitFor(() => assert(isThere))],
      ["by vi.waitUntil", () => vi.waitUntil(() => isThere)],
      [
        "by expect.poll",
        async () => await expect.poll(() => isThere).toBe(true),
      ],
    ])("%s", async (_, wait) => {
      const run = await runVirtual(async () => {
        comeLater();
        await wait();
      });
      expect(run).toMatchObject({ elapsed: 550, leaks: [] });
      const inVain = runVirtual(async () => {
        isThere = false;
        const since = Date.now();
        await wait().catch((error: Error) => {
          throw new Error(`for ${Date.now() - since} ms in vain`, {
            cause: error,
          });
        });
      });
      await expect(inVain).rejects.toThrow("for 1000 ms in vain");
    });

    it("by vi.dynamicImportSettled", async () => {
      const run = await runVirtual(() => vi.dynamicImportSettled());
      expect(run.elapsed).toBe(1);
    });

    it("but not where the runner does something of its own", async () => {
      const code = "(set, ...args) => set(...args)";
      const filename = "/app/node_modules/vitest/dist/own.js";
      const own = runInThisContext(code, { filename }) as (
        set: typeof setTimeout,
        ...args: Parameters<typeof setTimeout>
      ) => NodeJS.Timeout;
      const passingOn = {
        setTimeout: (...args: Parameters<typeof setTimeout>) =>
          before.setTimeout(...args),
      };
      const run = await runVirtual(async () => {
        const print = (): void => console.log("of the runner");
        const timers = [before, passingOn].map((it) =>
          own(it.setTimeout as typeof setTimeout, print, 60_000),
        );
        await pass(120_000);
        timers.forEach(before.clearTimeout);
      });
      expect(run).toMatchObject({ output: "", elapsed: 120_000 });
    });

    it("by waitFor of node:test", () => {
      expect(printedAlone("spec/testing/node/waits-of-node-test.ts")).toContain(
        "for 550 ms\n",
      );
    });
  });

  it.each([
    ["their own functions", before],
    ["those of the run", "of the run"],
  ] as const)("can be cleared by %s", async (_, by) => {
    const run = await runVirtual(async () => {
      const { clearTimeout, clearInterval, clearImmediate } =
        by === "of the run" ? timersOf(globalThis) : by;
      clearTimeout(before.setTimeout(() => console.log("timeout"), 5));
      clearInterval(before.setInterval(() => console.log("interval"), 5));
      clearImmediate(before.setImmediate(() => console.log("immediate")));
      clearTimeout(+before.setTimeout(() => console.log("by number"), 5));
      before.setTimeout(() => console.log("closed"), 5).close();
      await pass(10);
    });
    expect(run).toMatchObject({ output: "", leaks: [] });
  });

  it("clear those of the run", async () => {
    const run = await runVirtual(async () => {
      before.clearTimeout(setTimeout(() => console.log("timeout"), 5));
      before.clearInterval(setInterval(() => console.log("interval"), 5));
      before.clearImmediate(setImmediate(() => console.log("immediate")));
      await pass(10);
    });
    expect(run).toMatchObject({ output: "", leaks: [] });
    await new Promise((resolve) => setImmediate(resolve)); // Node has not miscounted its immediates
  });

  it("are started anew by refresh, on time, but not once they are cleared", async () => {
    const run = await runVirtual(async () => {
      const timer = before.setTimeout(() => console.log("timer"), 20);
      await pass(15);
      expect(timer.refresh()).toBe(timer);
      await pass(50);
      timer.refresh();
      await pass(50);
      timer.refresh();
      before.clearTimeout(timer);
      timer.refresh();
      await pass(50);
    });
    expect(stamped(run)).toBe("  35 ms | timer\n  85 ms | timer\n");
  });

  it("can be taken for another one once they are cleared, as sockets do from Node 24 on", async () => {
    const run = await runVirtual(async () => {
      const timer = before.setTimeout((text) => console.log(text), 20, "first");
      clearTimeout(timer);
      const other = (text: string): void => console.log(`not the ${text}`);
      Object.assign(timer, { _idleTimeout: 30, _timerArgs: ["first"] });
      Object.assign(timer, { _onTimeout: other });
      await pass(100);
    });
    expect(stamped(run)).toBe("  30 ms | not the first\n");
  });

  it("show how long they wait, until they are cleared", async () => {
    const { result } = await runVirtual(() => {
      const [kept, cleared] = [5, 6].map((ms) =>
        before.setTimeout(() => {}, ms),
      );
      before.clearTimeout(cleared);
      return [kept, cleared].map((timer) =>
        Reflect.get(timer as object, "_idleTimeout"),
      );
    });
    expect(result).toEqual([5, -1]);
  });

  it("call back on the handle that Node gave out", async () => {
    const { result } = await runVirtual(async () => {
      const selves: unknown[] = [];
      function note(this: unknown): void {
        selves.push(this);
      }
      const timers = [
        before.setImmediate(note),
        before.setTimeout(note, 1),
        before.setTimeout(note, 2).unref(),
      ];
      await pass(10);
      return timers.map((timer, at) => timer === selves[at]);
    });
    expect(result).toEqual([true, true, true]);
  });

  it("count as left behind while they would keep a process alive", async () => {
    const { leaks } = await runVirtual(() => {
      before.setTimeout(() => {}, 1).unref();
      before.setTimeout(() => {}, 2);
    });
    expect(leaks.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^a timer that main set at .* is .* 2 ms$/),
    ]);
  });

  it("keep their order where the run takes a real lap between them", async () => {
    const { result } = await runVirtual(async () => {
      const ran: number[] = [];
      const count = 600;
      for (let each = 0; each < count; each++) {
        before.setImmediate(() => ran.push(each));
      }
      await pass(1);
      return ran;
    });
    expect(result).toEqual(Array.from({ length: 600 }, (_, each) => each));
  });

  it("are explored with all others", async () => {
    const { outcomes, complete } = await explore(async () => {
      before.setTimeout(() => console.log("a"), 5);
      setTimeout(() => console.log("b"), 5);
      await pass(6);
    });
    expect(outcomes.map(({ output }) => output)).toEqual(["a\nb\n", "b\na\n"]);
    expect(complete).toBe(true);
  });

  it("never happen once their run is over", async () => {
    const late: string[] = [];
    await runVirtual(() => {
      before.setTimeout(() => late.push("timeout"), 5);
      before.setInterval(() => late.push("interval"), 5);
      setTimeout(() => late.push("of the run"), 5);
    });
    await runVirtual(() => pass(100));
    expect(late).toEqual([]);
  });

  it("are told apart also where a program formats stacks itself", async () => {
    const prepareStackTrace: unknown = Reflect.get(Error, "prepareStackTrace");
    Error.prepareStackTrace = (_, sites) => sites;
    try {
      expect((await runVirtual(() => nap(300))).elapsed).toBe(300);
    } finally {
      Object.assign(Error, { prepareStackTrace });
    }
  });

  describe("of Node itself", () => {
    async function silentPort(): Promise<[number, () => void]> {
      const server = createServer().listen(0, "127.0.0.1");
      await once(server, "listening");
      const { port } = server.address() as AddressInfo;
      return [port, () => server.close()];
    }

    it("the time limit of a request is virtual", async () => {
      const run = await runVirtual(async () => {
        const [port, close] = await silentPort();
        const said = await new Promise((resolve) => {
          const request = get({ port, timeout: 100 }, resolve);
          request.on("error", () => {});
          request.on("timeout", () => {
            resolve("timeout");
            request.destroy();
          });
          setTimeout(resolve, 1_000, "guard");
        });
        close();
        return said;
      });
      expect(run).toMatchObject({ result: "timeout", elapsed: 100 });
    });

    it("the time-outs of what a run leaves open are real from its end on, and virtual in the next run that uses it", async () => {
      const { result } = await runVirtual(async () => {
        const server = createServer((socket) => socket.resume());
        await once(server.listen(0, "127.0.0.1"), "listening");
        const { port } = server.address() as AddressInfo;
        const socket = connect(port, "127.0.0.1").setTimeout(20);
        const idle = once(socket, "timeout");
        return { server, socket, idle, signal: AbortSignal.timeout(1) };
      });
      const { server, socket, idle, signal } = result;
      await idle;
      const use = (): Promise<unknown> => {
        socket.write("still there");
        return once(socket, "timeout");
      };
      const run = await runVirtual(async () => {
        await use();
        return { idleAgain: use() };
      });
      expect(run.elapsed).toBe(20);
      await run.result.idleAgain;
      socket.destroy();
      server.close();
      expect(signal.aborted).toBe(false); // it was the program's own
    });

    it("so are those of connections that fetch keeps, for which it asks whatever functions are there", async () => {
      const filename = "node:internal/deps/undici/undici";
      const code = "(set, ...args) => set(...args).unref()";
      const own = runInThisContext(code, { filename }) as (
        set: typeof setTimeout,
        ...args: Parameters<typeof setTimeout>
      ) => NodeJS.Timeout;
      let fired!: (what?: unknown) => void;
      const hears = new Promise((resolve) => (fired = resolve));
      const { result: timer } = await runVirtual(() => {
        own(setTimeout, () => expect.unreachable(), 1).close();
        return own(setTimeout, () => fired("timed out"), 5);
      });
      expect(await hears).toBe("timed out");
      const { elapsed } = await runVirtual(
        () =>
          new Promise((resolve) => {
            fired = resolve;
            timer.refresh();
          }),
      );
      expect(elapsed).toBe(5);
      const again = new Promise((resolve) => (fired = resolve));
      await runVirtual(() => void timer.refresh());
      await again;
    });

    it("those keep nothing alive by which it looks after a server's connections", async () => {
      await expect(
        runVirtual(async () => {
          createHttpServer().listen(0, "127.0.0.1").unref();
          await new Promise(() => {});
        }),
      ).rejects.toThrow(DeadlockError);
    });
  });

  /*
   * A package may keep a timer in a variable for all who use it, and set no other while that one is pending: for the clock that
   * lru-cache reads once a millisecond, for the time-outs of undici's connections. Where such a timer ended with its run, the
   * package would wait for it in all that follow. It tells that it means the process by unref().
   */
  describe("of a package, without a ref,", () => {
    const inPackage = (code: string): unknown =>
      runInThisContext(`(${code})`, {
        filename: "/app/node_modules/a-package/index.js",
      });
    /** It fires a second after it was asked to for the first time; who asks meanwhile is not told. */
    const memo = inPackage(
      "(set) => { let last; return (fire) => (last ??= set(() => { last = undefined; fire(); }, 1_000)).unref(); }",
    ) as (set: typeof setTimeout) => (fire: () => void) => unknown;
    const setter = inPackage("(set) => (...args) => set(...args).unref()") as <
      F extends (...args: never) => object,
    >(
      set: F,
    ) => F;
    const ways: [string, typeof setTimeout][] = [
      [
        "made in the run",
        ((fire: () => void, ms?: number) =>
          setTimeout(fire, ms)) as typeof setTimeout,
      ],
      ["made by a function from before it", before.setTimeout],
    ];

    it.each(ways)("fires in real time behind its run, %s", async (_, set) => {
      let fired = false;
      await new Promise<void>((resolve) => {
        const fire = (): void => {
          fired = true;
          resolve();
        };
        void runVirtual(() => void setter(set)(fire, 5));
      });
      expect(fired).toBe(true);
    });

    it.each(ways)(
      "has fired when the next run begins, where it waits a second at most, %s",
      async (_, set) => {
        const ask = memo(set);
        const fired: string[] = [];
        for (const name of ["first", "second", "third"]) {
          await runVirtual(async () => {
            expect(fired).not.toContain(name);
            ask(() => fired.push(name));
            await pass(name === "second" ? 1_000 : 1);
          });
        }
        expect(fired).toEqual(["first", "second"]);
      },
    );

    it.each(ways)(
      "begins anew in the next run where it waits longer, %s",
      async (_, set) => {
        let fired = 0;
        await runVirtual(() => void setter(set)(() => fired++, 60_000));
        await runVirtual(() => pass(59_999));
        expect(fired).toBe(0);
        await runVirtual(() => pass(60_000));
        expect(fired).toBe(1);
      },
    );

    it("goes on in the next run where it repeats", async () => {
      let beats = 0;
      const { result: beat } = await runVirtual(() =>
        setter(setInterval)(() => beats++, 10_000),
      );
      await runVirtual(() => pass(35_000));
      expect(beats).toBe(3);
      beat.close();
      await runVirtual(() => pass(35_000));
      expect(beats).toBe(3);
    });

    it.each(ways)(
      "keeps no later run alive but one that starts it anew, %s",
      async (_, set) => {
        let fire = (): void => expect.unreachable();
        const { result: left } = await runVirtual(() => [
          setter(set)(() => fire(), 60_000),
          setter(setInterval)(() => {}, 10_000),
        ]);
        const error = await failureOf(() => new Promise(() => {}));
        expect((error as Error).message).toBe(
          "Cannot finish: nothing is ready and no timer is pending\n  main waits for a promise",
        );
        const { elapsed } = await runVirtual(
          () =>
            new Promise<void>((resolve) => {
              fire = resolve;
              left[0]?.refresh();
            }),
        );
        expect(elapsed).toBe(60_000);
        left.forEach((timer) => timer.close());
      },
    );

    it("fails the run that begins if it throws", async () => {
      await runVirtual(() => {
        setter(setTimeout)(() => {
          throw new Error("the package's");
        }, 1_000);
      });
      await expect(runVirtual(() => pass(1))).rejects.toThrow("the package's");
    });

    it("ends with its run where it has a ref again, or is the program's own", async () => {
      let fired = 0;
      await runVirtual(() => {
        setter(setTimeout)(() => fired++, 1).ref();
        setTimeout(() => fired++, 1).unref();
      });
      await runVirtual(() => pass(10));
      expect(fired).toBe(0);
    });

    it("is not carried from run to run without end, where each run leaves one", async () => {
      let beats = 0;
      const left: NodeJS.Timeout[] = [];
      for (let run = 0; run < 60; run++) {
        await runVirtual(() => {
          left.push(setter(setInterval)(() => beats++, 10_000));
        });
      }
      await runVirtual(() => pass(10_000));
      expect(beats).toBe(50);
      left.forEach((beat) => beat.close());
    });

    it("makes no run of a search another one", async () => {
      const ask = memo(setTimeout);
      const { io, notDeterministic, outcomes } = await explore(async () => {
        ask(() => {});
        await Promise.all([pass(1), pass(1)]);
      });
      expect({ io, notDeterministic }).toEqual({ io: false });
      expect(outcomes).toMatchObject([{ count: 2 }]);
    });
  });

  describe("that were taken in a run", () => {
    it("are virtual in the next, and real after it", async () => {
      const kept = (await runVirtual(() => timersOf(globalThis))).result;
      const { elapsed } = await runVirtual(
        () => new Promise((resolve) => kept.setTimeout(resolve, 500)),
      );
      expect(elapsed).toBe(500);
      const never = kept.setTimeout(() => expect.unreachable(), 0);
      kept.clearTimeout(never);
      const begin = performance.now();
      await new Promise((resolve) => kept.setTimeout(resolve, 5));
      await new Promise((resolve) => kept.setImmediate(resolve));
      await new Promise<void>((resolve) => {
        const beat = kept.setInterval(() => {
          kept.clearInterval(beat);
          resolve();
        }, 5);
      });
      expect(performance.now() - begin).toBeGreaterThan(9);
    });

    it("go on in real time where a timer of the run is refreshed after it", async () => {
      let done!: (what: string) => void;
      const { result: timer } = await runVirtual(() =>
        setTimeout(() => done("refreshed"), 5),
      );
      const gone = (await runVirtual(() => setTimeout(() => done("gone"), 1)))
        .result;
      gone.unref().refresh().close();
      expect(
        await new Promise((resolve) => {
          done = resolve;
          timer.refresh();
        }),
      ).toBe("refreshed");
    });
  });
});
