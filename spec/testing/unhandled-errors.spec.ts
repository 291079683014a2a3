import { deprecate } from "node:util";
import { runInNewContext } from "node:vm";
import { MessageChannel, type MessagePort } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { AsyncQueue, createTask } from "../../src/index.ts";
import {
  explore,
  LivelockError,
  runVirtual,
  transcriptOf,
} from "../../src/testing/index.ts";
import { asItWas } from "../../src/testing/node/uncaught.ts";
import { printedAlone, stamped, terminal } from "../support.ts";
import { failureOf } from "./stuck.ts";

/*
 * An error that nobody handles ends a Node process at the moment at which Node raises it: a thrown one at once, a
 * rejection once ticks and microtasks have run out. In a run it ends the run, at that moment. A program that listens for
 * such errors itself is asked first, as in Node, and the run goes on.
 */
describe("An error that nobody handles", () => {
  const realNextTick = process.nextTick.bind(process);
  const lost = new Error("lost");
  const throwLost = (): never => {
    throw lost;
  };
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
  const raisers: [string, () => void][] = [
    ["a timer", () => void setTimeout(throwLost)],
    ["an immediate", () => void setImmediate(throwLost)],
    ["a tick", () => process.nextTick(throwLost)],
    ["a tick that was taken before the run", () => realNextTick(throwLost)],
    ["a microtask", () => queueMicrotask(throwLost)],
    ["a listener of an EventTarget", () => dispatch(throwLost)],
    ["a promise", () => void Promise.reject(lost)],
    ["a task", () => void createTask(throwLost)],
  ];

  it.each(raisers)("in %s fails the run", async (_, raise) => {
    const error = await failureOf(async () => {
      console.log("begins");
      raise();
      await later(10);
      console.log("goes on");
    });
    expect(error).toBe(lost);
    expect(transcriptOf(error)).toEqual([{ at: 0, text: "begins" }]);
  });

  it.each(raisers)(
    "in %s is an ending of the search, which goes on",
    async (_, raise) => {
      const { outcomes, schedules } = await explore(async () => {
        const tasks = ["a", "b"].map((name) =>
          createTask(() => later(1), { name }),
        );
        await Promise.all(tasks);
        raise();
        await later(10);
      });
      expect(schedules).toBeGreaterThan(1);
      expect(outcomes).toMatchObject([{ error: lost }]);
    },
  );

  it.each(raisers.slice(0, -2))(
    "in %s is handled by a listener of the program, and the run goes on",
    async (_, raise) => {
      const run = await runVirtual(async () => {
        process.on("uncaughtException", ({ message }, origin) =>
          console.log(message, origin),
        );
        raise();
        await later(10);
        console.log("goes on");
      });
      expect(run.output).toBe(terminal`
        lost uncaughtException
        goes on
      `);
    },
  );

  it("fails the run when main has returned, while what is ready still runs", async () => {
    expect(await failureOf(() => void Promise.reject(lost))).toBe(lost);
  });

  it("is the first one, where there are several", async () => {
    const error = await failureOf(() => {
      void Promise.reject(lost);
      void Promise.reject(new Error("lost, too"));
      queueMicrotask(() => process.nextTick(throwLost));
    });
    expect(error).toBe(lost);
  });

  it("ends what the run records, though microtasks are left", async () => {
    const error = await failureOf(async () => {
      queueMicrotask(throwLost);
      console.log("begins");
      await Promise.resolve();
      console.log("goes on");
      process.stdout.write("and on\n");
    });
    expect(transcriptOf(error)).toEqual([{ at: 0, text: "begins" }]);
  });

  it("is looked for without a warning where Node is to warn of what is deprecated", () => {
    const tick = (): void => {};
    expect(asItWas(deprecate(tick, "old", "DEP0134"))).toBe(tick);
    expect(asItWas(tick)).toBe(tick);
    const foreign = runInNewContext("() => {}") as () => void;
    expect(asItWas(foreign)).toBe(foreign);
  });

  describe("as a rejection", () => {
    it("is raised before time advances, also where it is handled later", async () => {
      const printed: string[] = [];
      const error = await failureOf(async () => {
        const quick = later(10).then(throwLost);
        setTimeout(() => printed.push("timer at 10"), 10);
        await later(100);
        await quick.catch(() => printed.push("handled"));
      });
      expect(error).toBe(lost);
      expect(printed).toEqual([]);
    });

    it("is none where it is handled by a tick or a microtask of the same job", async () => {
      const run = await runVirtual(async () => {
        const handled = Promise.reject(lost);
        process.nextTick(() =>
          queueMicrotask(
            () => void handled.catch(() => console.log("handled")),
          ),
        );
        await later(10);
      });
      expect(run.output).toBe("handled\n");
    });

    it("is told to the program's listener, and once more when it is handled", async () => {
      const run = await runVirtual(async () => {
        process.on("unhandledRejection", (reason) =>
          console.log(String(reason)),
        );
        process.on("rejectionHandled", () => console.log("handled late"));
        const failed = later(10).then(throwLost);
        await later(20);
        await failed.catch(() => console.log("caught"));
        await later(1);
      });
      expect(stamped(run)).toBe(terminal`
          10 ms | Error: lost
          20 ms | caught
          20 ms | handled late
      `);
    });

    it("lets what the listener begins run before the next job", async () => {
      const run = await runVirtual(async () => {
        process.on("unhandledRejection", () => {
          process.nextTick(() => console.log("tick of the listener"));
        });
        void Promise.reject(lost);
        setImmediate(() => console.log("immediate"));
        await later(1);
      });
      expect(run.output).toBe(terminal`
        tick of the listener
        immediate
      `);
    });

    it("goes to a listener for exceptions where there is none for rejections", async () => {
      const run = await runVirtual(async () => {
        process.on("uncaughtException", (error, origin) => {
          const { name, message, code } = error as NodeJS.ErrnoException;
          console.log(origin, name, code, message.split("with the ").at(-1));
        });
        void Promise.reject(lost);
        await later(1);
        const bare: unknown = Object.create(null);
        const five = () => 5;
        const odd = [5, "text", { a: 1 }, [1], new Date(0), bare, five];
        for (const reason of odd) {
          void Promise.reject(reason);
        }
        await later(1);
      });
      expect(run.output).toBe(terminal`
        unhandledRejection Error undefined lost
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "5".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "text".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "#<Object>".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "[object Array]".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "[object Date]".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "[object Object]".
        unhandledRejection UnhandledPromiseRejection ERR_UNHANDLED_REJECTION reason "() => 5".
      `);
    });

    it.each([undefined, 5, "text"])(
      "fails the run with %o itself",
      async (reason) => {
        expect(await failureOf(() => void Promise.reject(reason))).toBe(reason);
      },
    );
  });

  describe("as a rejection where Node was told what to make of it", () => {
    const { NODE_OPTIONS } = process.env;
    const { execArgv } = process;
    afterEach(() => {
      vi.unstubAllEnvs();
      process.execArgv = execArgv;
    });

    const reject = async (): Promise<string> => {
      void Promise.reject(lost);
      await later(10);
      return "went on";
    };

    it.each(["none", "warn"])("is none with %s", async (mode) => {
      process.execArgv = [`--unhandled-rejections=${mode}`];
      expect((await runVirtual(reject)).result).toBe("went on");
    });

    it("is none where the environment says so, unless the command says otherwise", async () => {
      vi.stubEnv(
        "NODE_OPTIONS",
        `${NODE_OPTIONS ?? ""} --unhandled-rejections none`,
      );
      expect((await runVirtual(reject)).result).toBe("went on");
      process.execArgv = ["--unhandled-rejections=throw"];
      expect(await failureOf(reject)).toBe(lost);
    });

    it("fails the run with warn-with-error-code, and goes to no listener for exceptions", async () => {
      process.execArgv = ["--unhandled-rejections=warn-with-error-code"];
      const heard: unknown[] = [];
      const error = await failureOf(() => {
        process.on("uncaughtException", (it) => heard.push(it));
        return reject();
      });
      expect([error, heard]).toEqual([lost, []]);
    });

    it("is raised once with strict, as an exception and then as a rejection", () => {
      const strict = "--unhandled-rejections=strict";
      const program = "spec/testing/strict-rejections.ts";
      expect(printedAlone(program, strict)).toBe(terminal`
        exception: lost
        goes on
        exception: lost
        rejection: lost
        failed: lost
      `);
    });

    it.each(["throw", "nonesuch"])("is one with %s", async (mode) => {
      process.execArgv = [`--unhandled-rejections=${mode}`];
      expect(await failureOf(reject)).toBe(lost);
    });
  });

  it.each([
    ["fail by it", "lost", () => void Promise.reject(lost)],
    [
      "are livelocks before it",
      "Cannot go on: at 0 ms more than 50 jobs ran and time did not pass, the next is main; jobsPerMoment allows more",
      () => {
        const queue = new AsyncQueue<number>();
        for (let item = 0; item <= 50; item++) {
          void queue.put(item);
        }
        void Promise.reject(lost);
      },
    ],
  ])(
    "lets no run begin inside of another, however many %s",
    async (_, message, end) => {
      let depth = 0;
      let runs = 0;
      const main = async (): Promise<void> => {
        const { stack } = new Error("here");
        depth = Math.max(depth, `${stack}`.split("betweenJobs").length);
        await Promise.all([1, 2, 3].map(() => createTask(() => {})));
        if (++runs > 1) {
          end(); // where the first schedule is a livelock, all are run as it is
        }
      };
      const found = await explore(main, { jobsPerMoment: 50 });
      expect(found.schedules).toBeGreaterThan(20);
      expect(found.outcomes).toMatchObject([
        { count: 1 },
        { error: { message } },
      ]);
      expect(depth).toBe(1);
    },
  );

  it.each(raisers.slice(0, -2))(
    "in %s goes to what the program captures errors by, and to no listener",
    async (_, raise) => {
      const { output } = await runVirtual(async () => {
        process.on("uncaughtException", () => console.log("not asked"));
        process.setUncaughtExceptionCaptureCallback(({ message }) =>
          console.log(message, "captured"),
        );
        raise();
        await later(10);
        process.setUncaughtExceptionCaptureCallback(null);
        console.log("goes on");
      });
      expect(output).toBe("lost captured\ngoes on\n");
    },
  );

  it("is captured as Node makes it of what is no error", async () => {
    const { output } = await runVirtual(async () => {
      const capture = (error: NodeJS.ErrnoException): void =>
        console.log(error.code);
      process.setUncaughtExceptionCaptureCallback(capture);
      void Promise.reject(5);
      await later(10);
      process.setUncaughtExceptionCaptureCallback(null);
    });
    expect(output).toBe("ERR_UNHANDLED_REJECTION\n");
  });

  it.each(raisers)(
    "in %s is told to listeners of the program that only monitor, and is handled by none",
    async (_, raise) => {
      const error = await failureOf(async () => {
        process.on("uncaughtExceptionMonitor", ({ message }, origin) =>
          console.log(message, origin),
        );
        raise();
        await later(10);
      });
      expect(error).toBe(lost);
      expect(String(transcriptOf(error)?.map(({ text }) => text))).toMatch(
        /^lost (?:uncaughtException|unhandledRejection)$/,
      );
      expect(process.listenerCount("uncaughtExceptionMonitor")).toBe(0);
    },
  );

  it("fails the run where node:domain is loaded, too, and goes to a domain that it is in", () => {
    expect(printedAlone("spec/testing/in-domains.ts")).toBe(
      "lost\nheard lost\nlost, behind a listener\n",
    );
  });

  describe("is behind the next callback of its kind, before ticks and microtasks, as in Node,", () => {
    const note =
      (what: string, more = (): unknown => undefined) =>
      (): void => {
        console.log(what);
        process.nextTick(() => console.log(`tick of ${what}`));
        more();
      };
    const lines = async (main: () => void): Promise<string> => {
      const { output } = await runVirtual(async () => {
        process.on("uncaughtException", ({ message }) => console.log(message));
        main();
        await later(10);
      });
      return output;
    };

    it("where a timer throws and others are due", async () => {
      const output = await lines(() => {
        setTimeout(note("first", throwLost), 5);
        setTimeout(note("second", throwLost), 5);
        setTimeout(note("third"), 5);
        setTimeout(note("fourth"), 5);
        setTimeout(note("last", throwLost), 6);
      });
      expect(output).toBe(terminal`
        first
        lost
        second
        lost
        third
        tick of first
        tick of second
        tick of third
        fourth
        tick of fourth
        last
        lost
        tick of last
      `);
    });

    it("where a timer throws, but not one of another delay", async () => {
      const output = await lines(() => {
        setTimeout(note("first", throwLost), 8);
        setTimeout(() => setTimeout(note("of another"), 4), 4);
      });
      expect(output).toBe(terminal`
        first
        lost
        tick of first
        of another
        tick of of another
      `);
    });

    it("where an immediate throws, also the last one of its lap", async () => {
      const output = await lines(() => {
        setImmediate(note("first", throwLost));
        setImmediate(note("second"));
        setImmediate(
          note("third", () => {
            setImmediate(note("of the next lap"));
            throwLost();
          }),
        );
      });
      expect(output).toBe(terminal`
        first
        lost
        second
        tick of first
        tick of second
        third
        lost
        tick of third
        of the next lap
        tick of of the next lap
      `);
    });

    it("where an immediate throws that has set one, but not behind the empty one that Node sets for each error", async () => {
      const throwing = note("first", () => {
        setImmediate(note("of the next lap"));
        throwLost();
      });
      const ofNextLap = terminal`
        of the next lap
        tick of first
        tick of of the next lap
      `;
      expect(await lines(() => setImmediate(throwing))).toBe(
        `first\nlost\n${ofNextLap}`,
      );
      const output = await lines(() => {
        setImmediate(throwing);
        process.nextTick(throwLost);
      });
      expect(output).toBe(terminal`
        lost
        first
        lost
        tick of first
        of the next lap
        tick of of the next lap
      `);
    });

    it("where a tick throws, behind timers and behind the immediates of a lap", async () => {
      const throwing = (): void => {
        process.nextTick(throwLost);
        process.nextTick(() => console.log("second tick"));
        setImmediate(note("of the next lap"));
      };
      const output = await lines(() => {
        setTimeout(note("first", throwing), 5);
        setTimeout(note("second"), 5);
        setImmediate(note("immediate", throwing));
      });
      expect(output).toBe(terminal`
        immediate
        tick of immediate
        lost
        second tick
        of the next lap
        tick of of the next lap
        first
        tick of first
        lost
        second
        second tick
        tick of second
        of the next lap
        tick of of the next lap
      `);
    });

    it("where a message's listener throws and more of them wait, which come on the laps behind it", async () => {
      const output = await lines(() => {
        const { port1, port2 } = new MessageChannel();
        port2.on("message", (what: string) => {
          setImmediate(() => console.log(`immediate of ${what}`));
          if (what === "last") {
            port2.close();
          }
          note(what, throwLost)();
        });
        ["first", "last"].forEach((what) => port1.postMessage(what));
      });
      expect(output).toBe(terminal`
        first
        tick of first
        lost
        immediate of first
        last
        tick of last
        lost
        immediate of last
      `);
    });

    it("but not where a tick of a task throws", async () => {
      const output = await lines(() => {
        createTask(() => {
          process.nextTick(throwLost);
          process.nextTick(() => console.log("second tick"));
        });
        setImmediate(() => console.log("immediate"));
      });
      expect(output).toBe("lost\nsecond tick\nimmediate\n");
    });

    it("but nothing is called any more where the run has failed by it", async () => {
      let isCalled = false;
      const error = await failureOf(async () => {
        setTimeout(throwLost, 5);
        setTimeout(() => (isCalled = true), 5);
        await later(10);
      });
      expect([error, isCalled]).toEqual([lost, false]);
    });

    it("and is a livelock where it goes on like that at one moment", async () => {
      const spin = (): never => {
        setImmediate(spin);
        return throwLost();
      };
      const error = await failureOf(
        async () => {
          process.on("uncaughtException", () => {});
          setImmediate(spin);
          await later(10);
        },
        { jobsPerMoment: 100 },
      );
      expect(error).toBeInstanceOf(LivelockError);
      expect((error as Error).message).toContain(
        "at 0 ms more than 100 jobs ran and time did not pass, the next is main (immediate)",
      );
    });
  });

  it("goes to the program's listener, also where it has removed all others", async () => {
    const { output } = await runVirtual(async () => {
      process.removeAllListeners("uncaughtException");
      process.once("uncaughtException", ({ message }) => console.log(message));
      setTimeout(throwLost);
      await later(10);
      console.log("goes on");
    });
    expect(output).toBe("lost\ngoes on\n");
  });

  it("fails the run where the program has removed all listeners", async () => {
    const emitter: NodeJS.EventEmitter = process;
    const before = emitter.listeners("removeListener");
    const error = await failureOf(async () => {
      process.removeAllListeners("uncaughtException");
      realNextTick(throwLost); // Node raises it itself
      await later(10);
    });
    expect(error).toBe(lost);
    expect(emitter.listeners("removeListener")).toEqual(before);
  });

  it("in a tick that Node runs among the rejections stops nothing", async () => {
    const run = await runVirtual(async () => {
      process.on("uncaughtException", ({ message }) => console.log(message));
      process.on("unhandledRejection", () => realNextTick(throwLost));
      void Promise.reject(new Error("first"));
      await later(10);
      console.log("goes on");
    });
    expect(run.output).toBe(terminal`
      lost
      goes on
    `);
  });

  describe("leaves the listeners that were there before", () => {
    const events = [
      "uncaughtException",
      "unhandledRejection",
      "rejectionHandled",
    ];

    it("unasked during the run, and in their places and order after it", async () => {
      const heard: unknown[] = [];
      const hear = (error: unknown): void => void heard.push(error);
      process.once("unhandledRejection", hear);
      const before = events.map((event) => process.rawListeners(event));
      const error = await failureOf(() => {
        events.forEach((event) => process.on(event, () => {}));
        process.removeAllListeners("unhandledRejection");
        throw lost;
      });
      const after = events.map((event) => process.rawListeners(event));
      process.removeListener("unhandledRejection", hear);
      expect(error).toBe(lost);
      expect(after).toEqual(before);
      expect(heard).toEqual([]);
    });

    it("unasked by a rejection that the end of the run leaves behind", async () => {
      const error = await failureOf(() => {
        setImmediate(() => {
          void Promise.resolve().then(() => Promise.reject(new Error("late")));
          throw lost;
        });
      });
      expect(error).toBe(lost); // vitest would report the other one
    });

    it("unasked by one that comes of messages that were under way as the run failed", async () => {
      const heard: unknown[] = [];
      const hear = (error: unknown): void => void heard.push(error);
      process.on("unhandledRejection", hear);
      const ports: MessagePort[] = [];
      const send = (hear: () => unknown): void => {
        const { port1, port2 } = new MessageChannel();
        ports.push(port1.once("message", hear));
        port2.postMessage(0);
      };
      const error = await failureOf(() => {
        setTimeout(() => {
          send(() => send(() => void Promise.reject(new Error("late"))));
          throw lost;
        });
        return new Promise(() => {});
      });
      for (let laps = 0; laps < 10; laps++) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      process.removeListener("unhandledRejection", hear);
      ports.forEach((port) => port.close());
      expect({ error, heard }).toEqual({ error: lost, heard: [] });
    });
  });

  it("leaves no listener of one schedule to the next", async () => {
    const { outcomes, schedules } = await explore(async () => {
      console.log(process.listenerCount("unhandledRejection"));
      process.on("unhandledRejection", () => {});
      void Promise.reject(lost);
      await Promise.all([1, 2].map(() => createTask(() => {})));
    });
    expect(schedules).toBeGreaterThan(1);
    expect(outcomes).toMatchObject([{ output: "1\n" }]);
  });

  function dispatch(listener: () => void): void {
    const target = new EventTarget();
    target.addEventListener("some", listener);
    target.dispatchEvent(new Event("some"));
  }
});
