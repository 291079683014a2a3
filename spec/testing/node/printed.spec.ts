import { Console } from "node:console";
import { once } from "node:events";
import { stat } from "node:fs";
import { readFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { PassThrough } from "node:stream";
import { MessageChannel } from "node:worker_threads";
import { afterEach, describe, expect, it, vi } from "vitest";
import { createTask, nextTurn } from "../../../src/index.ts";
import { sleep } from "../../../src/patterns/sleep.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * What a program prints is the plainest account of what it did and when. A run records it line by line, as a terminal
 * would show it, each line with its virtual millisecond, and shows none of it.
 */
describe("What a virtual run prints", () => {
  const outputOf = async (main: () => unknown): Promise<string> =>
    (await runVirtual(main)).output;

  it("is recorded line by line, with the time of each call", async () => {
    const run = await runVirtual(async () => {
      console.log("one\ntwo");
      await sleep(5);
      console.log("three\n");
      await sleep(5);
      console.log();
    });
    expect(run.lines).toEqual([
      { at: 0, text: "one" },
      { at: 0, text: "two" },
      { at: 5, text: "three" },
      { at: 5, text: "" },
      { at: 10, text: "" },
    ]);
    expect(run.output).toBe("one\ntwo\nthree\n\n\n");
  });

  it.each<[string, unknown[], string]>([
    ["several values", ["a", 1, true, null], "a 1 true null"],
    ["an object", [{ a: [1, "two"] }], "{ a: [ 1, 'two' ] }"],
    ["placeholders", ["%s is %d, %j", "x", 42, {}], "x is 42, {}"],
    ["a percent sign on its own", ["100 % %s"], "100 % %s"],
    ["a number", [0.5], "0.5"],
    ["an empty string", [""], ""],
    ["a bigint and a symbol", [1n, Symbol("s")], "1n Symbol(s)"],
  ])("has %s in the words of console.log", async (_, values, text) => {
    expect(await outputOf(() => console.log(...values))).toBe(`${text}\n`);
  });

  it.each(["log", "info", "debug", "warn", "error"] as const)(
    "has what goes through console.%s",
    async (method) => {
      expect(await outputOf(() => console[method]("text", 1))).toBe("text 1\n");
    },
  );

  it("has none of Node's warnings, which go where they always go", async () => {
    const warnings = vi.spyOn(console, "error").mockImplementation(() => {});
    const output = await outputOf(() => {
      console.error(`(node:${process.pid}) Warning: old`); // as Node does
      console.error("(node) is no warning");
    });
    const shown = warnings.mock.calls.flat().join();
    warnings.mockRestore();
    expect(output).toBe("(node) is no warning\n");
    expect(shown).toContain(`(node:${process.pid}) Warning: old`);
  });

  it("has an error with its stack", async () => {
    const error = new Error("lost");
    expect(await outputOf(() => console.error(error))).toBe(`${error.stack}\n`);
  });

  it("has a table", async () => {
    const main = (): void => console.table([{ id: 1, name: "a" }]);
    expect(await outputOf(main)).toBe(terminal`
      ┌─────────┬────┬──────┐
      │ (index) │ id │ name │
      ├─────────┼────┼──────┤
      │ 0       │ 1  │ 'a'  │
      └─────────┴────┴──────┘
    `);
  });

  it("has what console.dir inspects, with its options", async () => {
    const deep = { a: { b: { c: { d: 1 } } } };
    const main = (): void => {
      console.dir(deep);
      console.dir(deep, { depth: 0 });
    };
    expect(await outputOf(main)).toBe(terminal`
      { a: { b: { c: [Object] } } }
      { a: [Object] }
    `);
  });

  it("is indented in groups, each line of it", async () => {
    const main = (): void => {
      console.group("outer");
      console.log("one\ntwo");
      console.groupCollapsed("inner", 1);
      console.log("three");
      console.groupEnd();
      console.group();
      console.log("four");
      console.groupEnd();
      console.groupEnd();
      console.groupEnd();
      console.log("five");
    };
    expect(await outputOf(main)).toBe(terminal`
      outer
        one
        two
        inner 1
          three
          four
      five
    `);
  });

  it("has what the rest of console says, which counts anew in each run", async () => {
    const main = async (): Promise<void> => {
      console.assert(performance.now() > 3_600_000, "no");
      console.count();
      console.count();
      console.time("wait");
      await sleep(250);
      console.timeEnd("wait");
    };
    for (let run = 1; run <= 2; run++) {
      expect(stamped(await runVirtual(main))).toBe(terminal`
           0 ms | Assertion failed: no
           0 ms | default: 1
           0 ms | default: 2
         250 ms | wait: 250ms
      `);
    }
  });

  it("begins without indentation, whatever groups the run before left open", async () => {
    await runVirtual(() => console.group());
    expect(await outputOf(() => console.log("text"))).toBe("text\n");
  });

  it("is printed where a program has kept a method of the console, or recorded by the next run", async () => {
    const real = vi.spyOn(console, "log").mockImplementation(() => {});
    const kept: Pick<Console, "log" | "dir">[] = [];
    const keep = (): void => void kept.push({ ...console });
    await runVirtual(keep);
    const run = await runVirtual(() => {
      keep();
      kept[0]?.log("in the next run");
      kept[0]?.dir(["too"]);
    });
    kept.forEach(({ log }, index) => log("after", index));
    const shown = real.mock.calls;
    real.mockRestore();
    expect(run.output).toBe("in the next run\n[ 'too' ]\n");
    expect(shown).toEqual([
      ["after", 0],
      ["after", 1],
    ]);
  });

  it("is not shown", async () => {
    const log = vi.spyOn(console, "log").mockImplementation(() => {});
    const write = vi.spyOn(process.stdout, "write");
    try {
      await runVirtual(() => console.log("recorded"));
      expect(log).not.toHaveBeenCalled();
      expect(write).not.toHaveBeenCalled();
      console.log("shown");
      expect(log).toHaveBeenCalledExactlyOnceWith("shown");
    } finally {
      vi.restoreAllMocks();
    }
  });

  describe("where it does not ask the console,", () => {
    const { log, error } = console;
    const { stdout, stderr } = process;
    const { _stdout } = console as unknown as Record<string, typeof stdout>;
    const ofConsole = _stdout as typeof stdout;
    afterEach(() => {
      vi.restoreAllMocks();
    });

    it("is recorded from methods of the console that were taken before the run", async () => {
      const run = await runVirtual(async () => {
        log("%s is", "one", [1]);
        await sleep(5);
        error("two");
        console.log("three");
      });
      expect(stamped(run)).toBe(terminal`
           0 ms | one is [ 1 ]
           5 ms | two
           5 ms | three
      `);
    });

    it("is recorded from the streams of the process, each line with the time at which it began", async () => {
      const run = await runVirtual(async () => {
        stdout.write("one, ");
        await sleep(5);
        stderr.write("and its end\ntwo\nth");
        await sleep(5);
        console.log("ree");
        const umlaut = Buffer.from("ä");
        stdout.write(umlaut.subarray(0, 1));
        await new Promise<unknown>((resolve) =>
          stdout.write(umlaut.subarray(1), resolve),
        );
      });
      expect(stamped(run)).toBe(terminal`
           0 ms | one, and its end
           5 ms | two
           5 ms | three
          10 ms | ä
      `);
      expect(run.output).toBe("one, and its end\ntwo\nthree\nä");
    });

    it("goes to a function that the program has put in a stream's place, and is recorded if that hands it on", async () => {
      const heard: unknown[] = [];
      const output = await outputOf(() => {
        const write = ofConsole.write.bind(ofConsole);
        ofConsole.write = (text: unknown) => heard.push(text) > 0;
        console.log("heard");
        log("too");
        ofConsole.write = (text: string) => write(`> ${text}`);
        console.log("handed on");
        console.error("not heard");
      });
      expect(heard).toEqual(["heard\n", "too\n"]);
      expect(output).toBe("> handed on\nnot heard\n");
    });

    it("is in the streams' own hands again after it", async () => {
      const shown = vi.spyOn(stdout, "write").mockReturnValue(true);
      const failed = runVirtual(async () => {
        stdout.write("recorded");
        stdout.write = () => true;
        throw new Error("lost");
      });
      await expect(failed).rejects.toThrow("lost");
      stdout.write("after");
      expect(shown.mock.calls).toEqual([["after"]]);
    });

    it("has no colours, though the console is told to have some", async () => {
      const write = vi.fn<typeof stdout.write>();
      const to = Object.assign(new PassThrough(), { write });
      const colourful = new Console({ stdout: to, colorMode: true });
      vi.stubGlobal("console", colourful);
      const { log } = colourful;
      const output = await outputOf(() => log([1]));
      vi.unstubAllGlobals();
      log([1]);
      expect([output, write.mock.calls[0]?.[0]]).toEqual([
        "[ 1 ]\n",
        "[ \u001B[33m1\u001B[39m ]\n",
      ]);
    });

    it("is recorded from what an earlier run has left open, since that may answer this one", async () => {
      const write = vi.spyOn(stdout, "write").mockReturnValue(true);
      const { result: server } = await runVirtual(async () => {
        const server = createServer((socket) => {
          console.log("asked");
          stdout.write("by this run");
          socket.destroy();
        });
        await once(server.listen(0, "127.0.0.1"), "listening");
        return server;
      });
      const output = await outputOf(async () => {
        const { port } = server.address() as AddressInfo;
        await once(connect(port, "127.0.0.1").resume(), "close");
      });
      server.close();
      expect(output).toBe("asked\nby this run");
      expect(write).not.toHaveBeenCalled();
    });

    it("is shown where other code writes, or Node warns", async () => {
      const shown = [
        vi.spyOn(stdout, "write").mockReturnValue(true),
        vi.spyOn(stderr, "write").mockReturnValue(true),
      ];
      const other = readFile("package.json").then(() => stdout.write("other"));
      process.nextTick(() => stdout.write("tick"));
      const output = await outputOf(async () => {
        await other;
        process.emitWarning("careful");
        await readFile("package.json").then(() => stdout.write("own"));
      });
      const [ofOthers, ofNode] = shown.map(({ mock }) => mock.calls.flat());
      expect(ofOthers).toEqual(["tick", "other"]);
      expect(ofNode?.[0]).toContain(`(node:${process.pid}) Warning: careful`);
      expect(output).toBe("own");
    });

    it("is shown where other code writes while a search goes on", async () => {
      const shown = vi.spyOn(stdout, "write").mockReturnValue(true);
      const { port1, port2 } = new MessageChannel();
      port1.on("message", () => {
        stdout.write("other");
        port2.postMessage(1);
      });
      port2.postMessage(1);
      const turns = async (): Promise<void> => {
        for (let turn = 0; turn < 300; turn++) {
          await nextTurn();
        }
      };
      const found = await explore(
        () => Promise.all([createTask(turns), createTask(turns)]),
        { schedules: 5 },
      );
      port1.close();
      expect(found).toMatchObject({ io: false, outcomes: [{ output: "" }] });
      expect(new Set(shown.mock.calls.flat())).toEqual(new Set(["other"]));
    });

    it("is recorded from listeners for what nobody has caught", async () => {
      const lost = new Error("lost");
      const output = await outputOf(async () => {
        process.on("uncaughtException", () => stdout.write("caught\n"));
        process.on("unhandledRejection", () => stdout.write("rejected\n"));
        process.on("rejectionHandled", () => stdout.write("handled\n"));
        setTimeout(() => {
          throw lost;
        });
        const rejected = Promise.reject(lost);
        await sleep(1);
        rejected.catch(() => {});
        await sleep(1);
        stat("package.json", () => {
          throw lost;
        });
        await sleep(1);
      });
      expect(output).toBe("rejected\ncaught\nhandled\ncaught\n");
    });

    it("shows the order of tasks to a search that leaves out what is equivalent", async () => {
      const main = async (): Promise<void> => {
        await Promise.all(
          ["a", "b"].map((name) => createTask(() => stdout.write(name))),
        );
      };
      const { outcomes } = await explore(main, { reduce: true });
      expect(outcomes.map(({ output }) => output)).toEqual(["ab", "ba"]);
    });

    it("is one event of a timeline for each line", async () => {
      const { timeline } = await runVirtual(
        () => ["a", "b\n", "c"].forEach((text) => stdout.write(text)),
        { timeline: true },
      );
      const printed = timeline.filter(({ kind }) => kind === "printed");
      expect(printed).toMatchObject([{ line: 0 }, { line: 1 }]);
    });
  });
});
