import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  chownSync,
} from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { join } from "node:path";

/** A PostgreSQL of Debian's, on a free port of the loopback, with its data in a folder that goes with it. */
export interface Server {
  readonly url: string;
  start(): void;
  /** At once, as if it had crashed, where `mode` is immediate. */
  stop(mode: "fast" | "immediate"): void;
  remove(): void;
}

const ROOM = "/usr/lib/postgresql";

/** @returns undefined where Debian's postgresql is not installed; then it says so */
export async function startServer(): Promise<Server | undefined> {
  const versions = existsSync(ROOM) ? readdirSync(ROOM) : [];
  const version = versions.toSorted((a, b) => Number(a) - Number(b)).at(-1);
  if (version === undefined) {
    console.log(
      "Without a server: this needs Debian's PostgreSQL, apt-get install postgresql",
    );
    return undefined;
  }
  const owner = ownerOfServers();
  const folder = mkdtempSync("/tmp/field-");
  const port = await freePort();
  const run = (program: string, ...args: string[]) => {
    execFileSync(join(ROOM, version, "bin", program), args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
      ...owner,
    });
  };
  if (owner !== undefined) {
    chownSync(folder, owner.uid, owner.gid);
  }
  const data = join(folder, "data");
  run("initdb", "-D", data, "-U", "field", "-A", "trust", "--no-sync");
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder}`;
  const log = join(folder, "log");
  const server = {
    url: `postgres://field@127.0.0.1:${port}/postgres`,
    start() {
      run("pg_ctl", "start", "-w", "-s", "-D", data, "-l", log, "-o", options);
    },
    stop(mode: string) {
      run("pg_ctl", "stop", "-w", "-s", "-D", data, "-m", mode);
    },
    remove() {
      server.stop("immediate");
      rmSync(folder, { recursive: true });
    },
  };
  server.start();
  return server;
}

/** PostgreSQL refuses to run as root; then it runs as the user that Debian has made for it. */
function ownerOfServers(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) {
    return undefined;
  }
  const id = (option: string) =>
    Number(execFileSync("id", [option, "postgres"], { encoding: "utf8" }));
  return { uid: id("-u"), gid: id("-g") };
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => {
    probe.listen(0, "127.0.0.1", resolve);
  });
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => {
    probe.close(resolve);
  });
  return port;
}
