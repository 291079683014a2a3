import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where the empty specs lie while they run. */
export const EMPTY_RUN = "reports/empty-run";

const EMPTY_SPEC = `import { expect, it } from "vitest";

it("is true", () => {
  expect(true).toBe(true);
});
`;

/** Writes so many empty specs. @returns a function that takes them away again */
export function writeEmptySpecs(root: string, count: number): () => void {
  const folder = join(root, EMPTY_RUN);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    writeFileSync(join(folder, `${i}.empty.ts`), EMPTY_SPEC);
  }
  return () => rmSync(folder, { recursive: true });
}
