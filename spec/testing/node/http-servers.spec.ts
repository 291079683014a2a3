import { once } from "node:events";
import * as http from "node:http";
import { connect, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * Node's HTTP server refuses a request whose headers, or whose end, take too long to come. It looks for such requests by
 * an interval, and measures them by a clock of its own. In a run both are virtual.
 */
describe("An HTTP server in a virtual run", () => {
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, ms));
  const LIMITS = {
    headersTimeout: 2_000,
    requestTimeout: 5_000,
  };
  const CHECKING = { connectionsCheckingInterval: 500 };
  const HEADERS = "POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n";

  /** Sends these parts, pauses where one is a number, and gives the statuses of what is answered until the server ends. */
  async function talk(
    limits: http.ServerOptions,
    ...parts: readonly (string | number)[]
  ): Promise<{
    readonly statuses: readonly string[];
    readonly elapsed: number;
  }> {
    const { result, elapsed } = await runVirtual(async () => {
      const server = http.createServer(CHECKING, (request, response) => {
        const answer = (): void => void response.end("answer");
        const isSlow = request.url === "/slow";
        const answers = isSlow ? () => setTimeout(answer, 20_000) : answer;
        request.on("end", answers).resume();
      });
      Object.assign(server, limits);
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const client = connect(port, "127.0.0.1");
      const answered = text(client);
      for (const part of parts) {
        await (typeof part === "number" ? pass(part) : client.write(part));
      }
      const answer = await answered;
      server.close();
      return answer;
    });
    const statuses = [...result.matchAll(/HTTP\/1.1 (\d+)/g)];
    return { statuses: statuses.map(([, status]) => `${status}`), elapsed };
  }

  it.each<[string, http.ServerOptions, (string | number)[], string[], number]>([
    ["whose headers do not come", LIMITS, [], ["408"], 2_500],
    ["whose headers do not end", LIMITS, [1_800, "POST / H"], ["408"], 4_000],
    ["that does not end", LIMITS, [HEADERS], ["408"], 5_500],
    [
      "that does not end, where the limits are the wrong way round",
      { ...LIMITS, headersTimeout: 5_000, requestTimeout: 2_000 },
      [HEADERS],
      ["408"],
      5_500,
    ],
    [
      "whose headers do not come, where only the whole has a limit",
      { ...LIMITS, headersTimeout: 0 },
      [],
      ["408"],
      5_500,
    ],
    [
      "that is the second of its connection, from its own beginning",
      { ...LIMITS, keepAliveTimeout: 0 },
      [HEADERS, "body", 10_000, "POST / H"],
      ["200", "408"],
      12_500,
    ],
    [
      "whose headers do not end, behind one that is not answered yet",
      LIMITS,
      [HEADERS.replace("/", "/slow"), "body", "POST / H"],
      ["408"],
      2_500,
    ],
  ])("refuses a request %s", async (_, limits, parts, statuses, elapsed) => {
    expect(await talk(limits, ...parts)).toEqual({ statuses, elapsed });
  });

  it("refuses none that takes its time where there is no limit for that", async () => {
    const limits = { ...LIMITS, requestTimeout: 0 };
    const last = "Connection: close\r\nContent-Length: 4\r\n\r\n";
    const parts = ["POST / HTTP/1.1\r\nHost: here\r\n", last, 100_000, "body"];
    expect(await talk(limits, ...parts)).toEqual({
      statuses: ["200"],
      elapsed: 100_000,
    });
  });

  it("refuses none that takes long in reality", async () => {
    const { result } = await runVirtual(async () => {
      const limits = { headersTimeout: 20, connectionsCheckingInterval: 5 };
      const server = http.createServer(limits, (_, response) => response.end());
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const client = connect(port, "127.0.0.1");
      const answered = text(client);
      client.write("GET / HTTP/1.1\r\nConnection: close\r\n");
      await pass(1);
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
      await pass(10);
      client.write("Host: here\r\n\r\n");
      const answer = await answered;
      server.close();
      return answer;
    });
    expect(result).toContain("HTTP/1.1 200");
  });

  it("tells once that a request is late", async () => {
    const { result } = await runVirtual(async () => {
      const server = http.createServer({ ...LIMITS, ...CHECKING });
      let told = 0;
      server.on("clientError", () => told++);
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const client = connect(port, "127.0.0.1");
      await pass(20_000);
      client.destroy();
      server.close();
      return told;
    });
    expect(result).toBe(1);
  });

  it("dates its answers by virtual time, where the program does not", async () => {
    const own = { Date: "own" };
    type Answer = (response: http.ServerResponse) => void;
    const answers: Record<string, Answer> = {
      "/": () => {},
      "/set": (response) => response.setHeader("date", "own"),
      "/written": (response) => response.writeHead(200, own),
      "/pair": (response) => response.writeHead(200, ["Date", "own"]),
      "/none": (response) => (response.sendDate = false),
      "/late": () => {},
    };
    const { result } = await runVirtual(async () => {
      const server = http.createServer(({ url }, response) => {
        answers[`${url}`]?.(response);
        response.end(`Date: ${url}\n`);
      });
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const dates: unknown[] = [];
      for (const path of Object.keys(answers)) {
        const request = http.get({ port, path, agent: false });
        const [response] = (await once(request, "response")) as [
          http.IncomingMessage,
        ];
        dates.push(response.headers.date, await text(response));
        await pass(1_500);
      }
      server.close();
      return dates;
    });
    const now = "Sat, 01 Jan 2000 00:00:00 GMT";
    const late = "Sat, 01 Jan 2000 00:00:07 GMT";
    const dates = [now, "own", "own", "own", undefined, late];
    const bodies = Object.keys(answers).map((path) => `Date: ${path}\n`);
    expect(result).toEqual(
      dates.flatMap((date, index) => [date, bodies[index]]),
    );
  });

  it("goes on in real time after the run, also with a connection of it", async () => {
    const { HTTPParser } = process.getBuiltinModule(
      "_http_common" as "http",
    ) as unknown as { HTTPParser: { prototype: object } };
    const { prototype } = HTTPParser;
    const before = Reflect.get(prototype, "initialize") as unknown;
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    const ask = async (port: number): Promise<string> => {
      const request = http.get({ host: "127.0.0.1", port, agent });
      const [response] = (await once(request, "response")) as [
        http.IncomingMessage,
      ];
      return text(response);
    };
    const { result: server } = await runVirtual(async () => {
      const server = http.createServer((_, response) => response.end("answer"));
      await once(server.listen(0, "127.0.0.1"), "listening");
      expect(Reflect.get(prototype, "initialize")).not.toBe(before);
      expect(await ask((server.address() as AddressInfo).port)).toBe("answer");
      return server;
    });
    expect(Reflect.get(prototype, "initialize")).toBe(before);
    const lists = Object.getOwnPropertySymbols(server)
      .map((symbol) => Reflect.get(server, symbol) as object)
      .filter((it) => "expired" in Object(it));
    expect(lists.map((list) => Object.keys(list))).toEqual([[]]);
    expect(await ask((server.address() as AddressInfo).port)).toBe("answer");
    agent.destroy();
    server.close();
  });

  it("that a run has left open looks for late requests after it, in real time", async () => {
    const limits = { headersTimeout: 20, connectionsCheckingInterval: 5 };
    const { result: server } = await runVirtual(async () => {
      const server = http.createServer(limits).listen(0, "127.0.0.1");
      await once(server, "listening");
      return server;
    });
    const { port } = server.address() as AddressInfo;
    expect(await text(connect(port, "127.0.0.1"))).toContain("HTTP/1.1 408");
    server.close();
  });

  it("that a run has loaded looks by a timer of the run's, which is no leak while there is no request", async () => {
    const { leaks } = await runVirtual(() => {
      function checkConnections(): void {}
      setInterval(checkConnections.bind(undefined), 5);
      setInterval(() => {}, 5); // left behind
    });
    expect(leaks.map(({ kind }) => kind)).toEqual(["timer"]);
  });
});
