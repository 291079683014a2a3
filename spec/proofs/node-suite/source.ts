import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Debian's release whose nodejs has the tests that belong to Node 20.19. */
const RELEASE = "trixie";
const PARTS = ["parallel", "common", "fixtures"];

/**
 * Brings Node's tests from Debian's source package of nodejs, once.
 * @returns the folder that is `test` in Node's repository
 */
export function nodeTests(cache: string): string {
  const folder = join(cache, "test");
  if (!existsSync(folder)) {
    console.log("Fetching Node's tests …");
    download(cache);
    unpack(cache, folder);
  }
  return folder;
}

/** With a list of sources of its own: the machine's may have none, and is not to be changed. */
function download(cache: string): void {
  const lists = join(cache, "lists");
  mkdirSync(join(lists, "partial"), { recursive: true });
  mkdirSync(join(cache, "archives/partial"), { recursive: true });
  writeFileSync(join(cache, "sources.list"), sourceLine());
  const config = join(cache, "apt.conf");
  writeFileSync(
    config,
    `Dir::Etc::sourcelist "${cache}/sources.list";\nDir::Etc::sourceparts "/dev/null";\nDir::State::lists "${lists}";\nDir::Cache "${cache}";\n`,
  );
  const env = { ...process.env, APT_CONFIG: config };
  const options = { cwd: cache, env, stdio: "ignore" } as const;
  execFileSync("apt-get", ["update"], options);
  execFileSync(
    "apt-get",
    ["source", "--tar-only", "--download-only", "nodejs"],
    options,
  );
}

/** Debian's mirror as this machine knows it, with its key. */
function sourceLine(): string {
  const known = [
    "/etc/apt/sources.list",
    ...inFolder("/etc/apt/sources.list.d"),
  ]
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const mirror = /https?:\/\/\S+\/debian\b(?!-)/.exec(
    known.replaceAll(/^\s*#.*$/gm, ""),
  );
  if (mirror === null) {
    throw new Error(
      "Cannot fetch Node's tests: this machine knows no mirror of Debian",
    );
  }
  const key = "/usr/share/keyrings/debian-archive-keyring.gpg";
  return `deb-src [signed-by=${key}] ${mirror[0]} ${RELEASE} main\n`;
}

function inFolder(folder: string): string[] {
  return existsSync(folder)
    ? readdirSync(folder).map((name) => join(folder, name))
    : [];
}

function unpack(cache: string, folder: string): void {
  const archive = readdirSync(cache).find((name) =>
    /^nodejs_.*\.orig\.tar\.xz$/.test(name),
  );
  const unpacked = join(cache, "unpacked");
  mkdirSync(unpacked, { recursive: true });
  execFileSync("tar", [
    "xf",
    join(cache, String(archive)),
    "-C",
    unpacked,
    "--wildcards",
    ...PARTS.map((part) => `*/test/${part}/*`),
  ]);
  const [root = ""] = readdirSync(unpacked);
  renameSync(join(unpacked, root, "test"), folder);
  rmSync(unpacked, { recursive: true });
}
