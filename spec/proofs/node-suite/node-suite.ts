/*
 * npm run node-suite: plays Node's own tests twice, as they are and then, unchanged, inside a virtual run. Lists those that
 * pass in reality and not in a run, each with its reason from known.json. Ends with exit code 1 if one differs that is not
 * listed there, or if a listed one no longer does.
 *
 * npm run node-suite -- TEXT for those alone whose name contains the text; --sample N for every Nth of them.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { play, type Ending } from "./play.ts";
import { nodeTests } from "./source.ts";
import { allTests, type NodeTest } from "./suite.ts";

/** What has not ended by then hangs; on a machine that has much else to do, a test may well take a minute. */
const LIMIT_MS = 240_000;
/** Where the tests are unpacked: npm's own place for what can be fetched again. */
const CACHE = join(process.cwd(), "node_modules/.cache/node-suite");
const KIT = join(process.cwd(), "dist/testing/index.js");
const REPORT = "reports/node-suite.json";

/** A test that passes in reality. */
interface Compared {
  readonly name: string;
  readonly real: Ending;
  readonly virtual: Ending;
}

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const tests = chosen(args);
  const compared = await compareAll(tests);
  const differing = compared.filter((each) => !isSame(each));
  mkdirSync("reports", { recursive: true });
  writeFileSync(REPORT, JSON.stringify(differing, undefined, 2));
  return judge(tests, compared, differing);
}

function chosen(args: readonly string[]): NodeTest[] {
  const at = args.indexOf("--sample");
  const every = at < 0 ? 1 : Number(args[at + 1]);
  const [text = ""] = args.filter(
    (_, index) => at < 0 || index < at || index > at + 1,
  );
  const harness = new URL("web-platform-test.cjs", import.meta.url).pathname;
  mkdirSync(CACHE, { recursive: true });
  return allTests(nodeTests(CACHE), harness)
    .filter(({ name }) => name.includes(text))
    .filter((_, index) => index % every === 0);
}

/** As many at a time as there are processors; those that do not pass in reality are left out. */
async function compareAll(tests: readonly NodeTest[]): Promise<Compared[]> {
  const left = [...tests];
  const compared: Compared[] = [];
  const work = async (slot: number): Promise<void> => {
    for (let test = left.shift(); test; test = left.shift()) {
      const real = await play(test, LIMIT_MS, slot);
      if (real.kind === "passed") {
        const virtual = await play(test, LIMIT_MS, slot, KIT);
        compared.push({ name: test.name, real, virtual });
      }
    }
  };
  await Promise.all(
    Array.from({ length: availableParallelism() }, (_, slot) => work(slot)),
  );
  return compared.toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function isSame({ name, real, virtual }: Compared): boolean {
  return (
    virtual.kind === "passed" &&
    (!name.startsWith("wpt/") || virtual.text === real.text)
  );
}

function judge(
  tests: readonly NodeTest[],
  compared: readonly Compared[],
  differing: readonly Compared[],
): number {
  const known = knownReasons();
  const played = new Set(compared.map(({ name }) => name));
  const differs = new Set(differing.map(({ name }) => name));
  const unknown = differing.filter(({ name }) => !known.has(name));
  const healed = [...known].flatMap(([name, reason]) =>
    played.has(name) && !differs.has(name) && !reason.startsWith("By luck")
      ? [name]
      : [],
  );
  for (const { name, virtual } of unknown) {
    console.log(
      `differs  ${name}: ${virtual.kind}\n${lastLines(virtual.text)}`,
    );
  }
  for (const name of healed) {
    console.log(`the same ${name}: no longer to be listed in known.json`);
  }
  const hung = differing.filter(({ virtual }) => virtual.kind === "hung");
  console.log(
    `${tests.length} tests, ${compared.length} pass in reality, ${compared.length - differing.length} of them in a run too; ${hung.length} hang; ${REPORT}`,
  );
  return unknown.length + healed.length > 0 ? 1 : 0;
}

/** Why a test cannot be the same in a run, by its name; or why it may not be, "By luck: …". */
function knownReasons(): Map<string, string> {
  const file = new URL("known.json", import.meta.url);
  return existsSync(file)
    ? new Map(
        Object.entries(
          JSON.parse(readFileSync(file, "utf8")) as Record<string, string>,
        ),
      )
    : new Map<string, string>();
}

function lastLines(text: string): string {
  return text
    .trimEnd()
    .split("\n")
    .slice(-6)
    .join("\n")
    .replaceAll(/^/gm, "    ");
}
