import { execFile, spawn } from "node:child_process";
import * as crypto from "node:crypto";
import { lookup } from "node:dns/promises";
import { once } from "node:events";
import * as fs from "node:fs";
import { readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { MessageChannel, Worker } from "node:worker_threads";
import * as zlib from "node:zlib";
import { describe, expect, it } from "vitest";
import { DeadlockError, runVirtual } from "../../src/testing/index.ts";

/*
 * A program may read a file, ask a child process or have a thread of Node's pool hash something. That takes real time,
 * which a run cannot shorten; it waits for it, and does not take it for a deadlock. Meanwhile virtual time stands still,
 * as though real work were infinitely fast: so the result is the same on every machine.
 */
describe("Real I/O in a virtual run", () => {
  const { filename } = import.meta;
  const bytes = Buffer.alloc(1_000_000, "bytes");
  const gzipped = zlib.gzipSync(bytes).length;
  const password = ["password", "salt", 20_000, 32, "sha256"] as const;
  const hash = crypto.createHash("sha256").update(bytes).digest("hex");

  const work: [string, () => Promise<unknown>, unknown][] = [
    [
      "reading a file",
      async () => (await readFile(filename)).length,
      fs.statSync(filename).size,
    ],
    [
      "reading a file with a callback",
      async () => (await promisify(fs.readFile)(filename)).length,
      fs.statSync(filename).size,
    ],
    [
      "streaming a file",
      async () => (await buffer(fs.createReadStream(filename))).length,
      fs.statSync(filename).size,
    ],
    [
      "reading a file by line",
      countLines,
      fs.readFileSync(filename, "utf8").split("\n").length - 1,
    ],
    [
      "looking up a name",
      async () => (await lookup("127.0.0.1")).address,
      "127.0.0.1",
    ],
    [
      "the output of a child process",
      async () =>
        (await promisify(execFile)(process.execPath, ["-p", "6 * 7"])).stdout,
      "42\n",
    ],
    [
      "the exit of a child process",
      () => once(spawn(process.execPath, ["-e", "process.exit(3)"]), "exit"),
      [3, null],
    ],
    [
      "compressing",
      async () => (await promisify(zlib.gzip)(bytes)).length,
      gzipped,
    ],
    [
      "compressing a stream",
      async () =>
        (await buffer(Readable.from([bytes]).pipe(zlib.createGzip()))).length,
      gzipped,
    ],
    [
      "deriving a key",
      async () => (await promisify(crypto.pbkdf2)(...password)).toString("hex"),
      crypto.pbkdf2Sync(...password).toString("hex"),
    ],
    [
      "hashing with Web Crypto",
      async () =>
        Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString(
          "hex",
        ),
      hash,
    ],
    [
      "random bytes",
      async () => (await promisify(crypto.randomBytes)(16)).length,
      16,
    ],
    [
      "making a pair of keys",
      async () => {
        const make = promisify(crypto.generateKeyPair);
        const { publicKey } = await make("ec", { namedCurve: "P-256" });
        return publicKey.asymmetricKeyType;
      },
      "ec",
    ],
    ["a message from a port", throughChannel, "message"],
    ["reading a blob", () => new Blob(["a", "b"]).text(), "ab"],
    [
      "importing a module that is loaded",
      async () => (await import("node:zlib")).gzipSync === zlib.gzipSync,
      true,
    ],
  ];

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
      });
      expect(run).toMatchObject({ result, output: "", elapsed: 0 });
    },
  );

  it.each(work)("%s can follow a virtual wait", async (_, main, result) => {
    const run = await runVirtual(async () => {
      await wait(1_000);
      const done = await main();
      await wait(1_000);
      return done;
    });
    expect(run).toMatchObject({ result, elapsed: 2_000 });
  });

  it("several at once take no time, either", async () => {
    const run = await runVirtual(() =>
      Promise.all(work.map(async ([, main]) => main())),
    );
    expect(run).toMatchObject({
      result: work.map(([, , result]) => result),
      elapsed: 0,
    });
  });

  it("importing a module for the first time is no deadlock", async () => {
    const main = () => import("./node-order/program.ts");
    const { result } = await runVirtual(main);
    expect(result.asOrder(["A", "B"])).toBe("A → B");
  });

  it("a failure comes out as it is", async () => {
    const main = (): Promise<Buffer> => readFile(`${filename}.missing`);
    await expect(runVirtual(main)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("a deadlock behind it is still found", async () => {
    const main = async (): Promise<void> => {
      await readFile(filename);
      await new Promise(() => {});
    };
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
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

    it("before it exits", async () => {
      const { result } = await runVirtual(() =>
        once(new Worker("process.exit(3)", { eval: true }), "exit"),
      );
      expect(result).toEqual([3]);
    });
  });

  async function countLines(): Promise<number> {
    let count = 0;
    const input = fs.createReadStream(filename);
    for await (const _ of createInterface({ input })) {
      count++;
    }
    return count;
  }

  async function throughChannel(): Promise<unknown> {
    const { port1, port2 } = new MessageChannel();
    port1.postMessage("message");
    const [message] = (await once(port2, "message")) as [unknown];
    port2.close();
    return message;
  }
});
