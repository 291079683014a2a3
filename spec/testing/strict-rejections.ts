import { runVirtual } from "../../src/testing/index.ts";

/*
 * A program for unhandled-errors.spec.ts, in a process of its own, which Node has been told to be strict in: prints what
 * becomes of rejections that nobody handles.
 */
const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
const lose = () => {
  void Promise.reject(new Error("lost"));
  return later(10);
};
const shown = (what: string) => (error: unknown) =>
  console.log(`${what}: ${(error as Error).message}`);

const { output } = await runVirtual(async () => {
  process.on("uncaughtException", shown("exception"));
  await lose();
  console.log("goes on");
  process.on("unhandledRejection", shown("rejection"));
  await lose();
});
process.stdout.write(output);

await runVirtual(lose).catch(shown("failed"));
