import { spawnSync } from "node:child_process";
import type { Result } from "../contest.ts";

/**
 * What a durable queue costs: measured by a program of src/field's own, since the project's types know nothing of the
 * engines that it needs. Without Debian's PostgreSQL there is nothing to measure, and it says so.
 */
export async function* fieldResults(): AsyncGenerator<Result> {
  await import("../../field/install.ts");
  const { stdout } = spawnSync(
    process.execPath,
    ["--conditions=source", "--import=tsx", "spec/field/costs/costs.ts"],
    { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] },
  );
  const last = stdout.trimEnd().split("\n").at(-1) ?? "";
  if (last.startsWith("[")) {
    yield* JSON.parse(last) as Result[];
  } else {
    console.log(stdout);
  }
}
