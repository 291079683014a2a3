import { spawnSync } from "node:child_process";
import "./install.ts";

/** `npm run test:field -- ARGS`: what src/field promises, checked by types and then by its specs. */
const steps = [
  ["tsc", "--noEmit", "-p", "spec/field"],
  [
    "vitest",
    "run",
    "--config",
    "spec/proofs/field/vitest.config.ts",
    ...process.argv.slice(2),
  ],
];
for (const [command, ...args] of steps as [string, ...string[]][]) {
  const { status } = spawnSync(command, args, { stdio: "inherit" });
  if (status !== 0) {
    process.exit(status ?? 1);
  }
}
