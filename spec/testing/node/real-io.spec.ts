import { AsyncResource, createHook } from "node:async_hooks";
import { execFileSync, spawn } from "node:child_process";
import { generatePrimeSync, randomBytes, scryptSync } from "node:crypto";
import { once } from "node:events";
import { lookup, Resolver } from "node:dns/promises";
import {
  closeSync,
  constants,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
} from "node:fs";
import { open, readFile, stat, writeFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import {
  connect,
  createServer as createNetServer,
  Socket,
  type AddressInfo,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { MessageChannel, Worker } from "node:worker_threads";
import { createGzip, gzip, gzipSync } from "node:zlib";
import { afterAll, describe, expect, it, vi, type MockInstance } from "vitest";
import { nextTurn } from "../../../src/patterns/sleep.ts";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { RunningCode } from "../../../src/testing/loop/running-code.ts";
import { VirtualTimers } from "../../../src/testing/loop/virtual-timers.ts";
import { IoInFlight } from "../../../src/testing/node/io-in-flight.ts";
import { undo } from "../../../src/testing/node/replace.ts";
import { printedAlone } from "../../support.ts";
import { collectGarbage } from "./garbage.ts";
import { realWait } from "./real-wait.ts";
import { work } from "./real-work.ts";

/*
 * A program may read a file, ask a child process or have a thread of Node's pool hash something. That takes real time,
 * which a run cannot shorten: the run waits, and does not take it for a deadlock. Meanwhile virtual time stands still,
 * as though real work were infinitely fast: so the result is the same on every machine.
 */
describe("Real I/O in a virtual run", () => {
  const { filename } = import.meta;
  const realSetTimeout = setTimeout;
  /** Some of it is done by another process, and no machine is too slow. */
  const patient = { patience: Infinity };
  /** A module of which vitest knows nothing else yet. */
  const begun = { promise: Promise.resolve(), evaluated: false };

  it.each(work)("%s is no deadlock", async (_, main, result) => {
    expect(await runVirtual(main)).toMatchObject({ result, elapsed: 0 });
  });

  it.each(work)(
    "%s takes no time while timers are pending",
    async (_, main, result) => {
      const run = await runVirtual(async () => {
        const interval = setInterval(() => console.log("tick"), 1);
        try {
          return await main();
        } finally {
          clearInterval(interval);
        }
      }, patient);
      expect(run).toMatchObject({ result, output: "", elapsed: 0 });
    },
  );

  it.each(work)("%s can follow a virtual wait", async (_, main, result) => {
    const run = await runVirtual(async () => {
      const later = setTimeout(() => {}, 5_000);
      await wait(1_000);
      const done = await main();
      await wait(1_000);
      clearTimeout(later);
      return done;
    }, patient);
    expect(run).toMatchObject({ result, elapsed: 2_000 });
  });

  /** What is to run later, where that is one timer and the loop asks for no laps. */
  function laterJobs() {
    const nowhere = { take: () => {}, takeMinor: () => {} };
    const timers = new VirtualTimers(new RunningCode(), nowhere, undefined);
    return { askedLaps: 0, hasMore: true, msToNext: 1, timers };
  }

  interface Looked {
    readonly io: IoInFlight;
    readonly later: ReturnType<typeof laterJobs>;
    readonly lists: MockInstance<() => object[]>;
  }

  it.each<[string, (has: Looked) => void]>([
    ["something is heard", ({ io }) => io.heard(true)],
    [
      "Node lists something else",
      ({ lists }) => lists.mockReturnValue([{ _handle: {} }]),
    ],
    ["no timer is pending", ({ later }) => (later.hasMore = false)],
    [
      "a module is being loaded",
      () =>
        vi.stubGlobal("__vitest_worker__", {
          moduleCache: new Map([[1, begun]]),
        }),
    ],
  ])(
    "is looked for anew at a moment at which nothing was due, once %s",
    (_, happen) => {
      const lists = vi.spyOn(
        process as typeof process & { _getActiveHandles: () => object[] },
        "_getActiveHandles",
      );
      lists.mockReturnValue([]);
      const io = new IoInFlight();
      const end = [io.install(), io.watch(Infinity, () => {})];
      const later = laterJobs();
      const before = [io.isDue(later), io.isDue(later), io.isDue(later)];
      happen({ io, later, lists });
      const after = io.isDue(later);
      undo(end);
      vi.restoreAllMocks();
      vi.unstubAllGlobals();
      expect([before.at(-1), after]).toEqual([false, true]);
    },
  );

  it("takes no time where what begins it has been there for a while", async () => {
    const { elapsed } = await runVirtual(async () => {
      const zip = createGzip();
      await wait(1);
      zip.resume().end("text");
      return Promise.race([once(zip, "end"), wait(1_000)]);
    });
    expect(elapsed).toBe(1);
  });

  it.each<[string, () => unknown]>([
    ["making random bytes", () => randomBytes(8)],
    ["deriving a key", () => scryptSync("password", "salt", 32)],
    ["making a prime", () => generatePrimeSync(16)],
    ["compressing", () => gzipSync("text")],
  ])("%s that is done at once is not waited for", async (_, act) => {
    const run = await runVirtual(async () => {
      act();
      await wait(10);
    });
    expect(run.elapsed).toBe(10);
  });

  it.each(["FSREQCALLBACK", "UNDICI_REQUEST", "MY_REQUEST", "ZLIB"])(
    "a library's resource is not waited for, though its type is %s",
    async (type) => {
      const run = await runVirtual(async () => {
        const resource = new AsyncResource(type);
        Object.assign(resource, { run: () => {} }).run();
        await wait(10);
      });
      expect(run.elapsed).toBe(10);
    },
  );

  it("keeps no file open that nobody holds", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockReturnValue();
    // Node warns of what nobody closed, and since 26 it throws, on the next lap.
    const ignore = (): void => {};
    const { result } = await runVirtual(async () => {
      process.on("uncaughtException", ignore);
      let file: WeakRef<object> | undefined;
      const hook = createHook({
        init: (_, type, __, resource) => {
          file = type === "FILEHANDLE" ? new WeakRef(resource) : file;
        },
      }).enable();
      await open(filename);
      hook.disable();
      await wait(1);
      collectGarbage();
      const held = file?.deref();
      await stat(filename);
      await stat(filename);
      return held;
    });
    process.off("uncaughtException", ignore);
    warn.mockRestore();
    expect(result).toBeUndefined();
  });

  describe("that always begins some more", () => {
    /** Sends itself one message after another until it is told to stop. */
    function chatter(isEnough: (count: number) => boolean): Promise<unknown> {
      const { port1, port2 } = new MessageChannel();
      let count = 0;
      port2.on("message", () => {
        if (isEnough(++count)) {
          port1.close();
        } else {
          port1.postMessage("message");
        }
      });
      port1.postMessage("message");
      return once(port1, "close");
    }

    it("lets time go on to the timer that ends it", async () => {
      const { elapsed } = await runVirtual(async () => {
        let isOver = false;
        setTimeout(() => (isOver = true), 5);
        await chatter(() => isOver);
      });
      expect(elapsed).toBe(5);
    });

    it("lets time go on to it as it really does where others are set and called off meanwhile", async () => {
      const late: string[] = [];
      const { elapsed } = await runVirtual(async () => {
        let isOver = false;
        let timer = setTimeout(() => {}, 5);
        setTimeout(() => (isOver = true), 20);
        await chatter(() => {
          clearTimeout(timer);
          timer = setTimeout(() => late.push("a message"), 5);
          return isOver;
        });
        clearTimeout(timer);
      });
      expect(elapsed).toBe(20);
      expect(late).toEqual([]);
    });

    it("lets none go on to one that is set anew each time", async () => {
      const { elapsed } = await runVirtual(async () => {
        const timer = setTimeout(() => {}, 1);
        await chatter((count) => {
          timer.refresh();
          return count > 40_000;
        });
        clearTimeout(timer);
      });
      expect(elapsed).toBe(0);
    });

    it("lets none go on that has not really passed, however much it is", async () => {
      const { elapsed } = await runVirtual(async () => {
        const timer = setTimeout(() => {}, 1e9);
        await chatter((count) => count > 40_000);
        clearTimeout(timer);
      });
      expect(elapsed).toBe(0);
    });

    it("lets none go on after less, though that takes long", async () => {
      const cell = new Int32Array(new SharedArrayBuffer(4));
      const { elapsed } = await runVirtual(async () => {
        const timer = setTimeout(() => {}, 1);
        await chatter((count) => {
          Atomics.wait(cell, 0, 0, 2); // real milliseconds
          return count === 5;
        });
        clearTimeout(timer);
      });
      expect(elapsed).toBe(0);
    });
  });

  it("is little work for each piece of a body, however many there are", async () => {
    const { result } = await runVirtual(
      async () => {
        const server = createServer((asked, answer) => asked.pipe(answer));
        await once(server.listen(0), "listening");
        const { port } = server.address() as AddressInfo;
        const asking = request({ port, method: "POST", agent: false });
        for (let piece = 0; piece < 3_400; piece++) {
          asking.write("x");
        }
        asking.end();
        const [answer] = await once(asking, "response");
        server.close();
        return text(answer);
      },
      { jobsPerMoment: 17_000 },
    );
    expect(result).toHaveLength(3_400);
  });

  describe("that waits itself for what the run does later", () => {
    const folder = mkdtempSync(join(tmpdir(), "pipe-"));
    const pipe = join(folder, "pipe");
    execFileSync("mkfifo", [pipe]);
    afterAll(() => {
      // Where a rule fails, somebody still waits for the other end, and no worker thread ends before its work does.
      closeSync(openSync(pipe, constants.O_RDWR));
      rmSync(folder, { recursive: true });
    });

    it("is overtaken by time, such as the reading of a pipe into which a timer writes", async () => {
      const run = await runVirtual(
        async () => {
          setTimeout(() => void writeFile(pipe, "written"), 60_000);
          return readFile(pipe, "utf8");
        },
        { patience: 0 },
      );
      expect(run).toMatchObject({ result: "written", elapsed: 60_000 });
    });

    it("is named in a deadlock behind that", async () => {
      const main = async (): Promise<void> => {
        const read = readFile(pipe, "utf8");
        await wait(1);
        await Promise.all([writeFile(pipe, "written"), read]);
        await new Promise(() => {});
      };
      await expect(runVirtual(main, { patience: 0 })).rejects.toThrow(
        "\n  work on a file was under way and silent when time went on",
      );
    });

    /** Looks 600 times, while nothing can come. @returns how often it had to be waited for, and what was overtaken */
    async function look(
      begin: () => Promise<unknown>,
    ): Promise<[number, readonly string[]]> {
      const io = new IoInFlight();
      const end = [io.install(), io.watch(0, () => {})];
      const work = begin().catch(() => {});
      await new Promise((resolve) => process.nextTick(resolve)); // by then a socket has begun
      const later = laterJobs();
      const looks = Array.from({ length: 600 }, () => io.isDue(later));
      await work;
      undo(end);
      return [looks.filter(Boolean).length, io.overtaken];
    }

    it.each<[string, () => Promise<unknown>, string]>([
      [
        "a disk",
        () => stat(filename),
        "work on a file was under way and silent",
      ],
      [
        "the system, for a name",
        () => lookup("localhost"),
        "a name lookup was under way and silent",
      ],
      ["a name server", query, "a name lookup was under way and silent"],
      ["a peer", connecting, "an attempt to connect was under way and silent"],
    ])(
      "is waited for 500 looks and some laps where it waits for %s",
      async (_, begin, what) => {
        expect(await look(begin)).toEqual([509, [what]]);
      },
    );

    it("is no work that computes: that is waited for however long it takes", async () => {
      const random = (): Promise<Buffer> => promisify(randomBytes)(8);
      expect(await look(random)).toEqual([600, []]);
    });

    async function connecting(): Promise<void> {
      const socket = connect(1, "127.0.0.1"); // nobody listens there
      await once(socket, "connect");
    }

    function query(): Promise<unknown> {
      const resolver = new Resolver();
      resolver.setServers(["127.0.0.1:1"]); // as above
      return resolver.resolve4("name.example");
    }
  });

  it("file after file is read, though one from before is still being closed", async () => {
    const main = async (): Promise<void> => {
      for (let count = 0; count < 5; count++) {
        await readFile(filename);
      }
    };
    for (let count = 0; count < 20; count++) {
      await readFile(filename);
      expect(await runVirtual(main)).toMatchObject({ elapsed: 0 });
    }
  });

  it("a file whose reading began before the run is no deadlock", async () => {
    const file = await open(process.execPath);
    const reading = file.read(Buffer.alloc(50_000_000));
    const { result } = await runVirtual(() => reading);
    expect(result.bytesRead).toBe(50_000_000);
    await file.close();
  });

  it("is waited for where the program has put something else in the process's place", async () => {
    const { process } = globalThis;
    const run = await runVirtual(async () => {
      Object.assign(globalThis, { process: { env: {} } });
      await wait(5);
      const content = await readFile(filename);
      Object.assign(globalThis, { process });
      return content.length;
    });
    expect(run).toMatchObject({ result: statSync(filename).size, elapsed: 5 });
  });

  it("several kinds of it at once take no time", async () => {
    const run = await runVirtual(() =>
      Promise.all(work.map(async ([, main]) => main())),
    );
    expect(run).toMatchObject({
      result: work.map(([, , result]) => result),
      elapsed: 0,
    });
  });

  it("needs no module of Node's that nobody has loaded", async () => {
    const name = "moduleLoadList";
    const list = Object.getOwnPropertyDescriptor(process, name) as object;
    const destroy = (): unknown => Reflect.get(Socket.prototype, "_destroy");
    const own = destroy();
    const { result: whileLoaded } = await runVirtual(destroy);
    Object.defineProperty(process, name, { ...list, value: [] });
    const { result: unloaded } = await runVirtual(destroy);
    Object.defineProperty(process, name, list);
    expect([whileLoaded === own, unloaded === own]).toEqual([false, true]);
  });

  it("importing a module for the first time is no deadlock", async () => {
    const unheardOf = "../../proofs/node-order/program.ts?under-another-name";
    const main = (): Promise<
      typeof import("../../proofs/node-order/program.ts")
    > => import(unheardOf);
    const { result } = await runVirtual(main);
    expect(result.asOrder(["A", "B"])).toBe("A → B");
  });

  it.each([
    ["its name is looked up", { resolving: true }, { resolving: false }],
    ["its code is fetched", begun, { code: "export {};" }],
    ["Node loads it", begun, { exports: {} }],
  ])(
    "importing one is none in what older versions of vitest tell, while %s",
    async (_, before, after) => {
      const scope = globalThis as { __vitest_worker__?: object };
      const worker = scope.__vitest_worker__ as object;
      const module: object = { ...before };
      const others = [{}, { ...begun, evaluated: true }];
      const older = {
        resolvingModules: undefined,
        moduleCache: new Map([...others, module].entries()),
      };
      scope.__vitest_worker__ = Object.assign(
        Object.create(worker) as object,
        older,
      );
      try {
        const fetching = new Promise<void>((resolve) => {
          realSetTimeout(() => {
            Object.assign(module, after);
            resolve();
          }, 20);
        });
        const { elapsed } = await runVirtual(() => fetching);
        expect(elapsed).toBe(0);
        const stuck = runVirtual(() => new Promise(() => {}));
        await expect(stuck).rejects.toThrow(DeadlockError);
      } finally {
        scope.__vitest_worker__ = worker;
      }
    },
  );

  it("comes in while the program is busy with turns", async () => {
    const run = await runVirtual(async () => {
      let content: Buffer | undefined;
      void readFile(filename).then((read) => (content = read));
      while (content === undefined) {
        await nextTurn();
      }
      return content.length;
    });
    expect(run).toMatchObject({
      result: statSync(filename).size,
      elapsed: 0,
    });
  });

  it("a failure comes out as it is", async () => {
    const main = (): Promise<Buffer> => readFile(`${filename}.missing`);
    await expect(runVirtual(main)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("a child process takes no time, though one from before the run ends meanwhile", async () => {
    const before = spawn("cat");
    const run = await runVirtual(async () => {
      const interval = setInterval(() => console.log("tick"), 1);
      const code = `kill ${before.pid}; sleep 0.1`;
      await once(spawn("sh", ["-c", code]), "exit");
      clearInterval(interval);
    }, patient);
    expect(run).toMatchObject({ output: "", elapsed: 0 });
  });

  it("a failure of WebAssembly is waited for, and time goes on behind it", async () => {
    const run = await runVirtual(async () => {
      const error = await WebAssembly.compile(Buffer.of(1)).catch(String);
      await wait(5);
      return error;
    });
    expect(run).toMatchObject({
      result: expect.stringContaining("CompileError"),
      elapsed: 5,
    });
  });

  it("nothing of it is watched any more once the run is over", () => {
    const [major] = process.versions.node.split(".");
    const isInRun = Number(major) < 24; // later ones can watch without that
    expect(printedAlone("spec/testing/node/unwatched.ts")).toBe(
      `${isInRun} false false\n`,
    );
  });

  describe("that a run leaves in flight", () => {
    /** Begins some, and then some more. */
    type Begin = (done: () => void) => unknown;
    const files: Begin = async (done) => {
      await stat(filename);
      await stat(filename);
      done();
    };
    const jobs: Begin = (done) =>
      gzip("x", () => randomBytes(8, () => gzip("x", done)));

    it.each([
      ["such as work on files", files],
      ["also what Node does not list", jobs],
    ])("is over before the run is, %s", async (_, begin) => {
      let over = 0;
      const isOver = (): void => void over++;
      await runVirtual(() => void begin(isOver));
      expect(over).toBe(1);
      const failing = runVirtual(() => {
        void begin(isOver);
        throw new Error("failed");
      });
      await expect(failing).rejects.toThrow("failed");
      expect(over).toBe(2);
    });

    it("is over before the run is, also the end of a connection", async () => {
      const closed: string[] = [];
      await runVirtual(async () => {
        const server = createNetServer((socket) => {
          socket.on("close", () => closed.push("there")).write("x");
        });
        await once(server.listen(0), "listening");
        const socket = connect((server.address() as AddressInfo).port);
        socket.on("close", () => closed.push("here"));
        await once(socket, "data");
        server.close();
        socket.end();
      });
      expect(closed.toSorted()).toEqual(["here", "there"]);
    });

    it("is over before the next run begins, also where it was given up", async () => {
      let isOver = false;
      const control = new AbortController();
      const { signal } = control;
      const first = runVirtual(
        () => {
          void files(() => (isOver = true));
          control.abort(new Error("given up"));
          return new Promise(() => {});
        },
        { signal },
      );
      const second = runVirtual(() => isOver);
      await expect(first).rejects.toThrow("given up");
      expect(await second).toMatchObject({ result: true });
    });

    it("prints where it would have printed without the run", async () => {
      const log = vi.spyOn(console, "log").mockImplementation(() => {});
      const { output } = await runVirtual(() => {
        void files(() => console.log("late"));
      });
      expect(log).toHaveBeenCalledWith("late");
      log.mockRestore();
      expect(output).toBe("");
    });
  });

  it("a deadlock behind it is still found", async () => {
    const main = async (): Promise<void> => {
      await readFile(filename);
      await new Promise(() => {});
    };
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
  });

  it("a deadlock beside a real timer, such as a test runner's, is found at once", async () => {
    let timer: NodeJS.Timeout | undefined;
    const main = (): Promise<void> => {
      timer = realSetTimeout(() => {}, 60_000);
      return new Promise(() => {});
    };
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
    clearTimeout(timer);
  });

  it("a job that gives a promise, as Web Crypto's do from Node 24 on, is no deadlock", async () => {
    const job = await jobOfWebCrypto();
    const { run } = job;
    let promise: Promise<unknown> | undefined;
    job.run = () => (promise = realWait(5));
    try {
      const { result } = await runVirtual(() => {
        void hash().catch(() => {});
        return promise;
      });
      expect(result).toBe("timed-out");
    } finally {
      job.run = run;
    }
  });

  it("time goes on at last beside a worker thread that computes without end", async () => {
    const { elapsed } = await runVirtual(
      async () => {
        const worker = new Worker("for (;;);", { eval: true });
        await wait(10);
        await worker.terminate();
      },
      { patience: 10 },
    );
    expect(elapsed).toBe(10);
  });

  describe("a worker thread is no deadlock", () => {
    it("before it answers", async () => {
      const { result } = await runVirtual(async () => {
        const worker = new Worker(
          "require('node:worker_threads').parentPort.postMessage('answer')",
          { eval: true },
        );
        const both = [once(worker, "message"), once(worker, "exit")];
        const [[answer]] = (await Promise.all(both)) as [[string], unknown];
        return answer;
      });
      expect(result).toBe("answer");
    });

    it("unless it never starts, since it was given what cannot be sent", async () => {
      const main = async (): Promise<unknown> => {
        const workerData = (): void => {};
        const start = (): Worker => new Worker("", { eval: true, workerData });
        expect(start).toThrow("could not be cloned");
        return new Promise(() => {});
      };
      await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
    });

    it("before it exits", async () => {
      const { result } = await runVirtual(() =>
        once(new Worker("process.exit(3)", { eval: true }), "exit"),
      );
      expect(result).toEqual([3]);
    });
  });
});

function hash(): Promise<unknown> {
  return crypto.subtle.digest("SHA-256", new Uint8Array(1));
}

/** What Node's jobs of that kind have in common. */
async function jobOfWebCrypto(): Promise<{ run: () => unknown }> {
  let job: object = {};
  const hook = createHook({
    init: (_, type, __, resource) => {
      job = type === "HASHREQUEST" ? resource : job;
    },
  }).enable();
  await hash();
  hook.disable();
  return Object.getPrototypeOf(job) as { run: () => unknown };
}
