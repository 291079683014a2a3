import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Row } from "./row.ts";
import { root, run, tool } from "./workspace.ts";

/** Two copies of the package in one process: of one version, and of two that cannot work together. */
export function copyRows(workspace: string): Row[] {
  const VERSION = ownVersion();
  makeNewer(workspace);
  const play = async (program: string, variables: Record<string, string>) => {
    const tsx = tool(workspace, "tsx");
    await run(join(workspace, "ts"), tsx, [program], variables);
  };
  return [
    {
      environment: "two copies in one process",
      check: (part) => play("copies.ts", { PART: part }),
    },
    {
      environment: "two versions, refused by name",
      check: (part) => play("versions.ts", { PART: part, VERSION }),
    },
  ];
}

function ownVersion(): string {
  const text = readFileSync(join(root, "package.json"), "utf8");
  return (JSON.parse(text) as { version: string }).version;
}

/** Another copy, which says that it is of a version with another protocol. */
function makeNewer(workspace: string): void {
  const modules = join(workspace, "node_modules");
  const newer = join(modules, "async-patterns-newer");
  cpSync(join(modules, "async-patterns"), newer, { recursive: true });
  const slot = join(newer, "dist/core/slot.js");
  const code = readFileSync(slot, "utf8")
    .replace(/(?<=const VERSION = ").*(?=")/, "99.0.0")
    .replace(/(?<=const PROTOCOL = ).*(?=;)/, "99");
  writeFileSync(slot, code);
}
