import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What of Node's own tests is about time, order, waiting or the outside world, by the beginnings of their names. */
const SUBJECTS = [
  "timers",
  "next-tick",
  "promise",
  "event",
  "abort",
  "stream",
  "async-hooks",
  "async-local",
  "readline",
  "message",
  "fs",
  "net",
  "http",
  "child-process",
  "worker",
  "crypto",
  "zlib",
  "dgram",
];
/** What begins alike and is about something else. */
const OTHERS = /^test-http2/;

const WEB_FOLDERS = [
  "dom/abort",
  "dom/events",
  "html/webappapis/timers",
  "html/webappapis/microtask-queuing",
  "streams",
  "user-timing",
  "performance-timeline",
  "hr-time",
];

/** A test and how it is started. */
export interface NodeTest {
  /** As a path below Node's test folder. */
  readonly name: string;
  readonly file: string;
  /** What its own first lines ask for. */
  readonly flags: readonly string[];
  /** What is loaded in its place, with this in front of its arguments: the web-platform tests need a harness. */
  readonly harness?: { readonly file: string; readonly argument: string };
}

/** All tests of the suite, sorted. */
export function allTests(folder: string, harness: string): NodeTest[] {
  return [...ownTests(folder), ...webTests(folder, harness)];
}

function ownTests(folder: string): NodeTest[] {
  return readdirSync(join(folder, "parallel"))
    .filter(
      (name) =>
        /\.m?js$/.test(name) &&
        !OTHERS.test(name) &&
        SUBJECTS.some((subject) => name.startsWith(`test-${subject}`)),
    )
    .toSorted()
    .map((name) => {
      const file = join(folder, "parallel", name);
      return { name: `parallel/${name}`, file, flags: flagsOf(file) };
    });
}

function webTests(folder: string, harness: string): NodeTest[] {
  const root = join(folder, "fixtures/wpt");
  return WEB_FOLDERS.flatMap((subject) =>
    readdirSync(join(root, subject), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".any.js"))
      .toSorted()
      .map((name) => ({
        name: `wpt/${subject}/${name}`,
        file: join(root, subject, name),
        flags: ["--expose-gc"],
        harness: { file: harness, argument: root },
      })),
  );
}

function flagsOf(file: string): string[] {
  const [, flags = ""] =
    /^\/\/ Flags:(.*)$/m.exec(readFileSync(file, "utf8")) ?? [];
  return flags.split(/\s+/).filter((flag) => flag !== "");
}
