import { create } from "node:domain";
import { runVirtual } from "../../src/testing/index.ts";

/*
 * A program for unhandled-errors.spec.ts, in a process of its own, since node:domain changes the process that loads it
 * for good: prints what becomes of errors that nobody handles.
 */
const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
const lose = (words: string) => {
  setTimeout(() => {
    throw new Error(words);
  }, 1);
  return later(10);
};
const show = (error: unknown): void => console.log((error as Error).message);

await runVirtual(() => lose("lost")).catch(show);

const domain = create().on("error", ({ message }) =>
  console.log("heard", message),
);
const { output } = await runVirtual(() => domain.run(() => lose("lost")));
process.stdout.write(output);

await runVirtual(async () => {
  process.on("uncaughtException", show).off("uncaughtException", show);
  await lose("lost, behind a listener");
}).catch(show);
