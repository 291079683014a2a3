/*
 * npm run bench measures the library and the test kit against their peers, side by side. It prints tables and which
 * goals are met, and writes reports/benchmarks/index.html. The first run installs the peers.
 *
 * npm run bench -- queue kit runs those parts alone; the parts are queue, primitives, memory, contexts, kit, explore,
 * field and suite.
 *
 * On a machine that has other work to do, the ratios hold by and large, but the ticks do not.
 */
import { installIn } from "../install.ts";
import { contextContests } from "./contexts/part.ts";
import { hold, type Result } from "./contest.ts";
import { blindSearch } from "./explore/blind.ts";
import { build, exploreContests } from "./explore/part.ts";
import { raceResults } from "./explore/races.ts";
import { fieldResults } from "./field/part.ts";
import { judge } from "./goals.ts";
import { kitContests, kitInVitest } from "./kit/part.ts";
import { memoryResults } from "./memory/part.ts";
import { startAsyncio, type Asyncio } from "./python.ts";
import { primitiveContests } from "./primitives/part.ts";
import { queueContests } from "./queue/part.ts";
import { suiteContest } from "./suite/part.ts";
import { resultTable, verdictLine } from "./table.ts";
import { writePage } from "./write-page.ts";

type Part = (asyncio: Asyncio | undefined) => AsyncGenerator<Result>;

const parts: Readonly<Record<string, Part>> = {
  async *queue(asyncio) {
    installIn("spec/proofs/bench", "the peers");
    for (const contest of await queueContests(asyncio)) {
      yield await hold(contest);
    }
  },
  async *primitives(asyncio) {
    installIn("spec/proofs/bench", "the peers");
    for (const contest of await primitiveContests(asyncio)) {
      yield await hold(contest);
    }
  },
  memory: memoryResults,
  async *contexts() {
    for (const contest of contextContests()) {
      yield await hold(contest);
    }
  },
  async *kit(asyncio) {
    for (const contest of kitContests(await build(), asyncio)) {
      yield await hold(contest);
    }
    yield* kitInVitest();
  },
  async *explore() {
    const { explore } = (await build()).kit;
    for (const contest of exploreContests(explore, await blindSearch())) {
      yield await hold(contest);
    }
    yield* raceResults(explore);
  },
  field: fieldResults,
  async *suite() {
    yield await hold(suiteContest());
  },
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => parts[name] === undefined);
  if (unknown !== undefined) {
    throw new RangeError(
      `Cannot measure: the parts are ${Object.keys(parts).join(", ")}, received ${unknown}`,
    );
  }
  const asyncio = await startAsyncio();
  const versions = [
    `Node ${process.versions.node}`,
    asyncio === undefined
      ? "CPython absent (it takes 3.11 or later)"
      : `CPython ${asyncio.version}`,
  ];
  console.log(`${versions.join(", ")}\n`);
  const results: Result[] = [];
  for (const [name, part] of Object.entries(parts)) {
    if (names.length === 0 || names.includes(name)) {
      for await (const result of part(asyncio)) {
        results.push(result);
        console.log(`${resultTable(result)}\n`);
      }
    }
  }
  asyncio?.close();
  const verdicts = judge(results);
  console.log(verdicts.map(verdictLine).join("\n"));
  console.log(`\nPage: ${writePage({ versions, results, verdicts })}`);
}

await main(process.argv.slice(2));
