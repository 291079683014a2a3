import { once } from "node:events";
import * as http from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";

/*
 * A server and its client can run together in one virtual run, over a real socket on this machine. What is on its way
 * between them arrives before virtual time goes on; what server and client do with their time, such as a pause before an
 * answer, is virtual.
 */
describe("Sockets in a virtual run", () => {
  /** Answers each message in capitals, after a pause. */
  async function withServer<T>(
    pauseMs: number,
    talk: (socket: Socket) => Promise<T>,
  ): Promise<T> {
    const answer = async (peer: Socket): Promise<void> => {
      for await (const message of peer) {
        if (pauseMs > 0) {
          await wait(pauseMs);
        }
        peer.write(String(message).toUpperCase());
      }
      peer.end();
    };
    const server = createServer((peer) => void answer(peer));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
    await once(socket, "connect");
    try {
      return await talk(socket);
    } finally {
      socket.end();
      server.close();
      await once(server, "close");
    }
  }

  async function ask(socket: Socket, message: string): Promise<void> {
    socket.write(message);
    const [answer] = (await once(socket, "data")) as [Buffer];
    console.log(answer.toString());
  }

  it("one of which Node throws whether it is read, as below a TLS connection that has closed, holds nothing up", async () => {
    const run = await runVirtual(() =>
      withServer(0, async (socket) => {
        const { _handle: handle } = socket as unknown as { _handle: object };
        const reading = {
          configurable: true,
          get: (): never => {
            throw new TypeError("Cannot read properties of null");
          },
        };
        Object.defineProperty(handle, "reading", reading);
        await wait(5);
        Reflect.deleteProperty(handle, "reading");
      }),
    );
    expect(run.elapsed).toBe(5);
  });

  it("an echo takes no time", async () => {
    const run = await runVirtual(() =>
      withServer(0, async (socket) => {
        await ask(socket, "one");
        await ask(socket, "two");
      }),
    );
    expect(run).toMatchObject({ output: "ONE\nTWO\n", elapsed: 0 });
  });

  it("a conversation takes no time, however long, while a timer is pending", async () => {
    const run = await runVirtual(async () => {
      const limit = setTimeout(() => console.log("too late"), 1);
      await withServer(0, async (socket) => {
        for (let message = 1; message <= 50; message++) {
          await ask(socket, `message ${message}`);
        }
        clearTimeout(limit);
      });
    });
    expect(run.lines).toHaveLength(50);
    expect(run.lines.at(-1)).toEqual({ at: 0, text: "MESSAGE 50" });
  });

  it("the pauses of a server are virtual", async () => {
    const run = await runVirtual(() =>
      withServer(60_000, async (socket) => {
        await ask(socket, "one");
        await ask(socket, "two");
      }),
    );
    expect(stamped(run)).toBe(terminal`
      60000 ms | ONE
      120000 ms | TWO
    `);
  });

  it("the pauses of both sides add up", async () => {
    const run = await runVirtual(() =>
      withServer(10, async (socket) => {
        for (const message of ["one", "two", "three"]) {
          await ask(socket, message);
          await wait(5);
        }
      }),
    );
    expect(stamped(run)).toBe(terminal`
        10 ms | ONE
        25 ms | TWO
        40 ms | THREE
    `);
    expect(run.elapsed).toBe(45);
  });

  it("a server that listened before the run keeps no deadlock from being found", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    await expect(runVirtual(() => new Promise(() => {}))).rejects.toThrow(
      DeadlockError,
    );
    server.close();
    await once(server, "close");
  });

  it("a deadlock behind a closed socket is found", async () => {
    const main = async (): Promise<void> => {
      await withServer(0, (socket) => ask(socket, "one"));
      await new Promise(() => {});
    };
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
  });

  it("a socket's time limit is virtual, and strikes where nothing arrives", async () => {
    const run = await runVirtual(() =>
      withServer(0, async (socket) => {
        await Promise.race([once(socket, "data"), wait(5_000)]);
      }),
    );
    expect(run.elapsed).toBe(5_000);
  });

  it.each<[string, (port: number) => Promise<string>]>([
    ["http.get", getByHttp],
    ["fetch", getByFetch],
  ])(
    "the answer to %s comes after the server's virtual pause",
    async (_, get) => {
      const run = await runVirtual(async () => {
        const server = http.createServer((_, response) => {
          setTimeout(() => response.end("body"), 250);
        });
        server.listen(0, "127.0.0.1");
        await once(server, "listening");
        console.log(await get((server.address() as AddressInfo).port));
        server.close();
        await once(server, "close");
      });
      expect(stamped(run)).toBe(" 250 ms | body\n");
    },
  );

  async function getByHttp(port: number): Promise<string> {
    const request = http.get({ host: "127.0.0.1", port, agent: false });
    const [response] = (await once(request, "response")) as [Readable];
    return text(response);
  }

  async function getByFetch(port: number): Promise<string> {
    const headers = { connection: "close" };
    const response = await fetch(`http://127.0.0.1:${port}`, { headers });
    return response.text();
  }
});
