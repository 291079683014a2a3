import { execFile, spawn } from "node:child_process";
import * as crypto from "node:crypto";
import { lookup, Resolver } from "node:dns/promises";
import { once } from "node:events";
import * as fs from "node:fs";
import { open, readFile } from "node:fs/promises";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { promisify } from "node:util";
import { MessageChannel } from "node:worker_threads";
import * as zlib from "node:zlib";

const { filename } = import.meta;
const emptyModule = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
const bytes = Buffer.alloc(1_000_000, "bytes");
const gzipped = zlib.gzipSync(bytes).length;
const password = ["password", "salt", 20_000, 32, "sha256"] as const;
const hash = crypto.createHash("sha256").update(bytes).digest("hex");

/** What a program may wait for: its name, how to do it, and what comes of it. */
export const work: readonly [string, () => Promise<unknown>, unknown][] = [
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
      (await promisify(execFile)("sh", ["-c", "echo $((6 * 7))"])).stdout,
    "42\n",
  ],
  [
    "the exit of a child process",
    () => once(spawn("sh", ["-c", "exit 3"]), "exit"),
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
      Buffer.from(await crypto.subtle.digest("SHA-256", bytes)).toString("hex"),
    hash,
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
  [
    "compiling WebAssembly",
    async () =>
      (await WebAssembly.compile(emptyModule)) instanceof WebAssembly.Module,
    true,
  ],
  [
    "reading a file as a web stream",
    async () => {
      const file = await open(filename);
      const read = await buffer(file.readableWebStream() as never);
      await file.close();
      return read.length;
    },
    fs.statSync(filename).size,
  ],
  [
    "reading a file as a blob",
    async () => (await (await fs.openAsBlob(filename)).text()).length,
    fs.readFileSync(filename, "utf8").length,
  ],
  [
    "looking up a name that cannot be one",
    () => lookup("a".repeat(300)).catch(({ code }: { code: string }) => code),
    "EINVAL",
  ],
  [
    "asking a name server that is not there",
    () => {
      const resolver = new Resolver();
      resolver.setServers(["127.0.0.1:1"]);
      return resolver
        .resolve4("example.com")
        .catch(({ code }: { code: string }) => code);
    },
    "ECONNREFUSED",
  ],
  ["reading a blob", () => new Blob(["a", "b"]).text(), "ab"],
  [
    "importing a module that is loaded",
    async () => (await import("node:zlib")).gzipSync === zlib.gzipSync,
    true,
  ],
];

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
