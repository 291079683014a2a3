import { explore, runVirtual } from "../../../src/testing/index.ts";

/*
 * A program for recursion.spec.ts, in a process of its own: prints how each run of a recursion without end has ended.
 */
async function descend(): Promise<void> {
  await descend();
}

async function caught(): Promise<void> {
  await descend().catch((error: unknown) => console.log(String(error)));
  await new Promise(() => {}); // behind it
}

const [first, second] = await Promise.allSettled([
  runVirtual(descend),
  runVirtual(caught),
]);
const { outcomes } = await explore(descend);
const endings = [first, second].map((it) => String((it as Rejected).reason));
const { lines } = (second as Rejected).reason as { lines: unknown };
const found = outcomes.map(({ error }) => String(error));
console.log(JSON.stringify({ endings, lines, found }));

type Rejected = PromiseRejectedResult;
