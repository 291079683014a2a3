import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { once, type EventEmitter } from "node:events";
import fs from "node:fs";
import * as http from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { realLaps } from "../../../src/testing/node/real-laps.ts";
import { printedAlone } from "../../support.ts";

/*
 * What another process or a worker thread does takes real time, and nobody can tell whether it will do anything at all.
 * So a run has patience: time goes on to the next timer only when nothing was heard from outside for a while. These rules
 * need real processes. Where they show what is waited for, they have all the patience there is: no machine is too slow.
 */
describe("The outside world of a virtual run", () => {
  const patient = { patience: Infinity };
  const stuck = (): Promise<never> => new Promise(() => {});
  let child: ChildProcess;
  /**
   * Where the other process answers each request, and each message, after 50 real milliseconds; and where it talks without
   * an end.
   */
  let ports: Record<"http" | "echo" | "talk", number>;

  beforeAll(async () => {
    const code = `
      const answer = (end, what) => setTimeout(() => end(what), 50);
      const web = require("node:http").createServer((_, response) => answer((body) => response.end(body), "answer"));
      const echo = require("node:net").createServer((peer) => peer.on("data", (it) => answer((back) => peer.write(back), it)));
      const talk = require("node:net").createServer((peer) => {
        const talking = setInterval(() => peer.write("news"), 1);
        peer.on("error", () => {}).on("close", () => clearInterval(talking));
      });
      process.on("message", (it) => answer((back) => process.send(back), it));
      const portOf = async (it) => (await require("node:events").once(it.listen(0, "127.0.0.1"), "listening"), it.address().port);
      (async () => console.log(JSON.stringify({ http: await portOf(web), echo: await portOf(echo), talk: await portOf(talk) })))();`;
    child = spawn(process.execPath, ["-e", code], {
      stdio: ["ignore", "pipe", "inherit", "ipc"],
    });
    const [line] = (await once(child.stdout!, "data")) as [Buffer];
    ports = JSON.parse(line.toString()) as typeof ports;
  });
  /** Nobody else writes here, as somebody may into the folder of these specs. */
  const folder = fs.mkdtempSync(join(tmpdir(), "outside-"));
  afterAll(() => {
    child.kill();
    fs.rmSync(folder, { recursive: true });
  });

  /** Main, or the words "too late" where it has taken five virtual seconds. */
  async function inTime<T>(main: Promise<T>): Promise<T | "too late"> {
    return Promise.race([main, wait(5_000, "too late" as const)]);
  }

  async function connected(port: number): Promise<Socket> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return socket;
  }

  async function fetchText(): Promise<string> {
    return (await fetch(`http://127.0.0.1:${ports.http}`)).text();
  }

  function getBy(agent: http.Agent): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { host: "127.0.0.1", port: ports.http, agent };
      http
        .get(options, (response) => resolve(text(response)))
        .on("error", reject);
    });
  }

  /** Has files say something else, until all mocks are restored. */
  function readInstead(change: (path: string, text: string) => string): void {
    const { readFileSync } = fs;
    vi.spyOn(fs, "readFileSync").mockImplementation(((path: string) =>
      change(path, String(readFileSync(path)))) as typeof readFileSync);
  }

  const answering = `
    const { parentPort } = require("node:worker_threads");
    parentPort.on("message", (it) => setTimeout(() => parentPort.postMessage(it), 50));`;

  async function answerOf(worker: Worker): Promise<unknown> {
    const [answer] = (await once(worker, "message")) as [unknown];
    return answer;
  }

  describe("is waited for, and takes no virtual time", () => {
    it("while a request to another process is answered, by a new connection or a pooled one", async () => {
      const main = async (): Promise<string[]> => [
        await inTime(fetchText()),
        await inTime(fetchText()),
      ];
      const result = ["answer", "answer"];
      expect(await runVirtual(main, patient)).toMatchObject({
        result,
        elapsed: 0,
      });
      expect(await runVirtual(main, patient)).toMatchObject({
        result,
        elapsed: 0,
      });
    });

    it("where the connection was pooled before the run", async () => {
      const agent = new http.Agent({ keepAlive: true });
      await getBy(agent);
      const run = await runVirtual(() => inTime(getBy(agent)), patient);
      expect(run).toMatchObject({ result: "answer", elapsed: 0 });
      agent.destroy();
    });

    it.each([
      ["beside a timer", inTime],
      ["with no timer pending", <T>(main: Promise<T>) => main],
    ])(
      "where a socket was connected before the run, %s",
      async (_, waitFor) => {
        const socket = connect(ports.echo, "127.0.0.1");
        await once(socket, "connect");
        const run = await runVirtual(async () => {
          socket.write("message");
          return String(await waitFor(once(socket, "data")));
        }, patient);
        expect(run).toMatchObject({ result: "message", elapsed: 0 });
        socket.destroy();
      },
    );

    /** Sockets, children and ports that a run makes use of, though they are from before it. */
    const used: [
      string,
      () => Promise<[what: object, event: string, use: () => void]>,
    ][] = [
      [
        "a socket is closed",
        async () => {
          const socket = connect(ports.echo, "127.0.0.1").unref();
          await once(socket, "connect");
          return [socket, "close", () => socket.destroy()];
        },
      ],
      [
        "a socket is closed before it is connected",
        async () => {
          const socket = connect(ports.echo, "127.0.0.1");
          return [socket, "close", () => socket.destroy()];
        },
      ],
      [
        "a socket is ended",
        async () => {
          const socket = connect(ports.echo, "127.0.0.1");
          await once(socket, "connect");
          return [socket, "close", () => socket.end()];
        },
      ],
      [
        "a child process is told the end of what it reads",
        async () => {
          const cat = spawn("cat");
          await once(cat, "spawn");
          return [cat, "close", () => cat.stdin.end()];
        },
      ],
      [
        "a child process loses what it reads",
        async () => {
          const slow = spawn("sh", ["-c", "cat; sleep 0.05"]);
          await once(slow, "spawn");
          return [slow, "close", () => slow.stdin.destroy()];
        },
      ],
      [
        "a child process is killed",
        async () => {
          const cat = spawn("cat");
          await once(cat, "spawn");
          return [cat, "close", () => cat.kill()];
        },
      ],
      [
        "a child process is sent a message",
        async () => [child, "message", () => child.send("message")],
      ],
      [
        "the other end of a port is closed",
        async () => {
          const { port1, port2 } = new MessageChannel();
          port1.ref();
          return [port1, "close", () => port2.close()];
        },
      ],
    ];

    it.each(used)("where %s that is from before the run", async (_, open) => {
      const [what, event, use] = await open();
      const { elapsed } = await runVirtual(() => {
        const answer = once(what as EventEmitter, event);
        use();
        return inTime(answer);
      }, patient);
      expect(elapsed).toBe(0);
    });

    it.each<[string, () => Promise<EventEmitter>, string, (it: never) => void]>(
      [
        [
          "a socket",
          () => connected(ports.echo),
          "data",
          (socket: Socket) => socket.write("message"),
        ],
        [
          "a socket that kept nothing alive",
          async () => (await connected(ports.echo)).unref(),
          "data",
          (socket: Socket) => socket.ref().write("message"),
        ],
        [
          "a child process",
          async () => child,
          "message",
          () => child.send("message"),
        ],
      ],
    )(
      "where %s from before the run is spoken to after a while",
      async (_, open, event, use) => {
        const what = await open();
        const { elapsed } = await runVirtual(async () => {
          await wait(1);
          await wait(1);
          const answer = once(what, event);
          use(what as never);
          return inTime(answer);
        }, patient);
        (what as Partial<Socket>).destroy?.();
        expect(elapsed).toBe(2);
      },
    );

    it("where a socket of its own is closed before it is connected", async () => {
      const { elapsed } = await runVirtual(() => {
        const socket = connect(ports.echo, "127.0.0.1");
        return inTime(once(socket.destroy(), "close"));
      }, patient);
      expect(elapsed).toBe(0);
    });

    it("behind a virtual wait too", async () => {
      const run = await runVirtual(async () => {
        await wait(1_000);
        const first = await inTime(fetchText());
        const socket = connect(ports.echo, "127.0.0.1");
        socket.write("message");
        const second = String(await inTime(once(socket, "data")));
        socket.destroy();
        return [first, second];
      }, patient);
      expect(run).toMatchObject({
        result: ["answer", "message"],
        elapsed: 1_000,
      });
    });

    it("while a worker thread answers", async () => {
      const run = await runVirtual(async () => {
        const worker = new Worker(answering, { eval: true });
        worker.postMessage("message", []);
        const answer = await inTime(answerOf(worker));
        await worker.terminate();
        return answer;
      }, patient);
      expect(run).toMatchObject({ result: "message", elapsed: 0 });
    });

    it.each([
      ["beside a timer", inTime],
      ["with no timer pending", <T>(main: Promise<T>) => main],
    ])(
      "while a worker thread from before the run answers, %s",
      async (_, waitFor) => {
        const worker = new Worker(answering, { eval: true });
        await once(worker, "online");
        const run = await runVirtual(() => {
          worker.postMessage("message", []);
          return waitFor(answerOf(worker));
        }, patient);
        expect(run).toMatchObject({ result: "message", elapsed: 0 });
        await worker.terminate();
      },
    );

    it("while a worker thread that keeps nothing alive answers through a port that does", async () => {
      const code = `
        const { workerData } = require("node:worker_threads");
        workerData.on("message", (it) => setTimeout(() => workerData.postMessage(it), 50));`;
      const run = await runVirtual(async () => {
        const { port1, port2 } = new MessageChannel();
        const settings = { workerData: port2, transferList: [port2] };
        const worker = new Worker(code, { eval: true, ...settings });
        worker.unref();
        port1.postMessage("message");
        const [answer] = (await once(port1, "message")) as [string];
        await worker.terminate();
        return answer;
      }, patient);
      expect(run).toMatchObject({ result: "message", elapsed: 0 });
    });

    it("while a worker thread computes for longer than the run has patience", async () => {
      const code = `
        const end = Date.now() + 300;
        while (Date.now() < end);
        require("node:worker_threads").parentPort.postMessage("computed");`;
      const run = await runVirtual(
        () => inTime(answerOf(new Worker(code, { eval: true }))),
        { patience: 100 },
      );
      expect(run).toMatchObject({ result: "computed", elapsed: 0 });
    });

    it("while the child of a child process computes, such as what a shell has begun", async () => {
      const code = `const end = Date.now() + 300; while (Date.now() < end); console.log("computed")`;
      const run = await runVirtual(
        () =>
          inTime(
            text(
              spawn(`"${process.execPath}" -e '${code}'; true`, { shell: true })
                .stdout,
            ),
          ),
        { patience: 100 },
      );
      expect(run).toMatchObject({ result: "computed\n", elapsed: 0 });
    });

    it("while a server is still to be called, though an interval without a ref is pending", async () => {
      const run = await runVirtual(async () => {
        setInterval(() => {}, 1).unref();
        const server = createServer();
        await once(server.listen(0, "127.0.0.1"), "listening");
        const { port } = server.address() as AddressInfo;
        const code = `setTimeout(() => require("node:net").connect(${port}, "127.0.0.1").end("called"), 50)`;
        spawn(process.execPath, ["-e", code]);
        const [peer] = (await once(server, "connection")) as [Readable];
        server.close();
        return text(peer);
      }, patient);
      expect(run).toMatchObject({ result: "called", elapsed: 0 });
    });

    it("while a datagram is answered", async () => {
      const run = await runVirtual(async () => {
        const [a, b] = [createSocket("udp4"), createSocket("udp4")];
        a.on("message", (it, { port }) => a.send(`${String(it)} back`, port));
        await once(a.bind(0, "127.0.0.1"), "listening");
        b.send("there and", a.address().port, "127.0.0.1");
        const answer = await inTime(once(b, "message"));
        a.close();
        b.close();
        return String(answer[0]);
      });
      expect(run).toMatchObject({ result: "there and back", elapsed: 0 });
    });
  });

  describe("is overtaken once it has been silent for as long as the run has patience", () => {
    it("so that a timer can change shared memory for which a worker thread waits: only one that computes is at work", () => {
      expect(printedAlone("spec/testing/node/resting-thread.ts")).toBe(
        "computes: true\nrests: true\n",
      );
    });

    it("so that a timer can end a child process that says nothing", async () => {
      const run = await runVirtual(
        async () => {
          const sleeper = spawn("sleep", ["1000"]);
          for (let second = 0; second < 60; second++) {
            await wait(1_000);
          }
          sleeper.kill();
          return once(sleeper, "exit");
        },
        { patience: 1 },
      );
      expect(run).toMatchObject({ result: [null, "SIGTERM"], elapsed: 60_000 });
    });

    it("also where the system does not tell whether a child process is at work", async () => {
      readInstead((path, text) => {
        if (path.startsWith("/proc")) {
          throw new Error("there is no such place");
        }
        return text;
      });
      const run = await runVirtual(() => killedAfter(1_000), { patience: 1 });
      vi.restoreAllMocks();
      expect(run).toMatchObject({ result: [null, "SIGTERM"], elapsed: 1_000 });
    });

    it("and is not looked at for longer than it is waited for: that takes longer than a moment", async () => {
      let looks = 0;
      readInstead((path, text) => {
        looks += path.startsWith("/proc") ? 1 : 0;
        return text;
      });
      await runVirtual(() => killedAfter(1), { patience: 0 });
      vi.restoreAllMocks();
      expect(looks).toBe(0);
    });

    it("and is not called silent where this thread could not look: each look counts for 10 ms at most", async () => {
      const cell = new Int32Array(new SharedArrayBuffer(4));
      let looks = 0;
      readInstead((path, text) => {
        if (/^.proc.\d+.stat$/.test(path)) {
          looks++;
          Atomics.wait(cell, 0, 0, 25); // as though others had the processor
        }
        return text;
      });
      await runVirtual(() => killedAfter(1), { patience: 50 });
      vi.restoreAllMocks();
      expect(looks).toBeGreaterThan(5);
    });

    it("or for 25 times as long where a thread of it would run, were there a processor for it", async () => {
      const real = performance.now.bind(performance);
      readInstead((path, text) =>
        /task.*stat$/.test(path) ? text.replace(") S", ") R") : text,
      );
      const began = real();
      await runVirtual(() => killedAfter(1), { patience: 4 });
      vi.restoreAllMocks();
      expect(real() - began).toBeGreaterThanOrEqual(100);
    });

    it("and a deadlock behind that says so", async () => {
      let pid: number | undefined;
      const main = async (): Promise<void> => {
        const sleeper = spawn("sleep", ["1000"], { stdio: "ignore" });
        ({ pid } = sleeper);
        const socket = connect(ports.echo, "127.0.0.1");
        await once(socket, "connect");
        const worker = new Worker(answering, { eval: true });
        await once(worker, "online"); // until then it is at work, on a busy machine for long
        const watcher = fs.watch(folder);
        await wait(1);
        watcher.close();
        sleeper.kill();
        socket.destroy();
        await Promise.all([once(sleeper, "exit"), worker.terminate()]);
        await stuck();
      };
      const error = await runVirtual(main, { patience: 40 }).catch(
        (thrown: Error) => thrown,
      );
      expect(error).toBeInstanceOf(DeadlockError);
      expect((error as Error).message.split("\n  ").slice(2)).toEqual([
        `a socket to 127.0.0.1:${ports.echo} was open and silent when time went on`,
        `the child process ${pid} (sleep) was open and silent when time went on`,
        "a FSWatcher was open and silent when time went on",
        "a worker thread was open and silent when time went on",
      ]);
    });

    it("or has not fallen silent for 25 times as long, and for as long as it really is to the next timer", async () => {
      const real = performance.now.bind(performance);
      let bytesRead = 0;
      const talker = {
        reading: true,
        bytesWritten: 0,
        get bytesRead() {
          return bytesRead++;
        },
      };
      const main = async (): Promise<void> => {
        const node = process as unknown as Record<string, () => object[]>;
        const handles = vi.spyOn(node, "_getActiveHandles");
        handles.mockReturnValue([{ _handle: talker }]);
        await wait(60);
        handles.mockRestore();
        await stuck();
      };
      const began = real();
      const error = await runVirtual(main, { patience: 1 }).catch(
        (thrown: Error) => thrown,
      );
      expect(real() - began).toBeGreaterThanOrEqual(60);
      expect((error as Error).message.split("\n  ").slice(2)).toEqual([
        "a pipe was open and did not fall silent when time went on",
      ]);
    });

    it("each exchange with it asks for the whole patience anew", async () => {
      const real = performance.now.bind(performance);
      const passed = await runVirtual(
        async () => {
          const socket = connect(ports.echo, "127.0.0.1");
          await once(socket, "connect");
          await wait(1);
          socket.write("message");
          const before = real();
          await wait(1);
          await wait(1);
          socket.destroy();
          return real() - before;
        },
        { patience: 20 },
      );
      expect(passed.result).toBeGreaterThanOrEqual(20);
    });
  });

  it("is looked at anew after laps of the event loop, and not at each moment, while all of it is idle", async () => {
    const looks = vi.spyOn(
      process as typeof process & { _getActiveHandles: () => object[] },
      "_getActiveHandles",
    );
    await runVirtual(async () => {
      for (let moment = 0; moment < 10_000; moment++) {
        await new Promise((resolve) => setTimeout(resolve, 1));
      }
    });
    const { length } = looks.mock.calls;
    vi.restoreAllMocks();
    expect(length).toBeLessThan(200);
    expect(length).toBeGreaterThan(30);
  });

  it.runIf(realLaps() >= 0)(
    "takes few laps of the event loop at a moment where all that may come is a call of a server",
    async () => {
      const moments = 100;
      const { result: laps } = await runVirtual(async () => {
        const server = createServer().listen(0, "127.0.0.1");
        await once(server, "listening");
        await wait(1);
        const begun = realLaps();
        for (let moment = 0; moment < moments; moment++) {
          await wait(1);
        }
        server.close();
        return realLaps() - begun;
      });
      expect(laps / moments).toBeLessThan(4);
    },
  );

  it("lets timers that only repeat, and have no ref, fire beside a server that nobody calls, no faster than they really do", async () => {
    const real = performance.now.bind(performance);
    let fired = 0;
    const main = (): Promise<never> => {
      const server = createServer().listen(0, "127.0.0.1");
      setInterval(() => {
        if (++fired === 3) {
          server.close();
        }
      }, 20).unref();
      return stuck();
    };
    const began = real();
    await expect(runVirtual(main, { patience: 1 })).rejects.toThrow(
      "Cannot finish: nothing is ready, and the timers that are pending only repeat and have no ref",
    );
    expect(fired).toBe(3);
    expect(real() - began).toBeGreaterThanOrEqual(60);
  });

  describe("holds up no deadlock", () => {
    it.each<[string, () => object]>([
      ["that a datagram socket is not bound", () => createSocket("udp4")],
      ["that standard input was touched", () => process.stdin],
      [
        "that two ports listen to one another",
        () => {
          const { port1, port2 } = new MessageChannel();
          port1.on("message", () => {});
          return port2.on("message", () => {});
        },
      ],
    ])("for the reason %s", async (_, open) => {
      let opened: { close?: () => unknown } = {};
      const main = (): Promise<never> => {
        opened = open();
        return stuck();
      };
      await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
      opened.close?.(); // what is left open costs each later run
    });

    it("where both ends of a connection are in this process, and silent", async () => {
      const ends: unknown[] = [];
      const main = async (): Promise<void> => {
        const listening = createServer().listen(0, "127.0.0.1");
        await once(listening, "listening");
        const { port } = listening.address() as AddressInfo;
        const accepted = once(listening, "connection");
        const socket = connect(port, "127.0.0.1");
        await once(socket, "connect");
        ends.push(socket, ...((await accepted) as unknown[]));
        listening.close();
        await stuck();
      };
      await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
      for (const end of ends as Socket[]) {
        end.destroy();
      }
    });

    it("where a socket or a worker thread from before the run is not used in it", async () => {
      const socket = connect(ports.echo, "127.0.0.1");
      await once(socket, "connect");
      const worker = new Worker(answering, { eval: true });
      await once(worker, "online");
      const error = await runVirtual(stuck, { patience: 1 }).catch(String);
      expect(error).toMatch(/^DeadlockError: .*\n  main waits for .*$/);
      socket.destroy();
      await worker.terminate();
    });
  });

  describe("by a connection from before the run, which says nothing by it", () => {
    const before = async (port: number): Promise<Socket> => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      return socket;
    };

    it("is waited for, since it may be the answer to what was said before", async () => {
      const socket = await before(ports.echo);
      socket.write("message");
      const run = await runVirtual(() => once(socket, "data"), patient);
      expect(String(run.result)).toBe("message");
      socket.destroy();
    });

    it("is waited for in vain only once, until something comes", async () => {
      const socket = await before(ports.echo);
      await expect(runVirtual(stuck, { patience: 1 })).rejects.toThrow(
        DeadlockError,
      );
      await expect(runVirtual(stuck, patient)).rejects.toThrow(DeadlockError);
      socket.write("message");
      await once(socket, "data");
      socket.write("message");
      const run = await runVirtual(() => once(socket, "data"), patient);
      expect(String(run.result)).toBe("message");
      socket.destroy();
    });

    it("is waited for while it goes on", async () => {
      const socket = await before(ports.talk);
      const run = await runVirtual(async () => {
        await once(socket, "data");
        await once(socket, "data");
      }, patient);
      expect(run.elapsed).toBe(0);
      socket.destroy();
    });

    it("holds up a deadlock only for 25 times as long as the run has patience, though its news have no end", async () => {
      const socket = await before(ports.talk);
      const run = runVirtual(
        async () => {
          await once(socket.resume(), "data");
          await stuck();
        },
        { patience: 4 },
      );
      await expect(run).rejects.toThrow(DeadlockError);
      socket.destroy();
    });
  });

  it("a worker thread of a pool keeps the run waiting until the pool has let it go", async () => {
    const worker = new Worker(answering, { eval: true });
    await once(worker, "online");
    worker.unref();
    const answers: unknown[] = [];
    const main = async (): Promise<void> => {
      worker.ref();
      worker.postMessage("message", []);
      answers.push(await answerOf(worker));
      worker.unref();
      await stuck();
    };
    await expect(runVirtual(main, patient)).rejects.toThrow(DeadlockError);
    expect(answers).toEqual(["message"]);
    await worker.terminate();
  });

  it("a socket that is not read holds nothing up: its reader waits for virtual time, and its writer for the reader", async () => {
    const run = await runVirtual(async () => {
      const body = Buffer.alloc(20_000_000);
      const listening = createServer((peer) => peer.end(body));
      await once(listening.listen(0, "127.0.0.1"), "listening");
      const { port } = listening.address() as AddressInfo;
      const socket = connect(port, "127.0.0.1").pause();
      await wait(1);
      let length = 0;
      for await (const chunk of socket) {
        length += (chunk as Buffer).length;
      }
      listening.close();
      return length;
    });
    expect(run).toMatchObject({ result: 20_000_000, elapsed: 1 });
  });
});

/** A child process that sleeps, and is killed so much later. @returns its exit */
async function killedAfter(ms: number): Promise<unknown[]> {
  const sleeper = spawn("sleep", ["1000"], { stdio: "ignore" });
  await wait(ms);
  sleeper.kill();
  return once(sleeper, "exit");
}
