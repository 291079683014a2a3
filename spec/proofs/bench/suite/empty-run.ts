import { mkdirSync, rmSync, writeFileSync } from "node:fs";

/** The folder of the empty specs while they run, as if it were a project of its own. */
export const EMPTY_RUN = "reports/empty-run";

const EMPTY_SPEC = `import { expect, it } from "vitest";

it("is true", () => {
  expect(true).toBe(true);
});
`;

/** Writes that many empty specs, and settings that change nothing. @returns a function that removes them */
export function writeEmptySpecs(count: number): () => void {
  const remove = (): void =>
    rmSync(EMPTY_RUN, { recursive: true, force: true });
  remove();
  mkdirSync(`${EMPTY_RUN}/spec`, { recursive: true });
  writeFileSync(`${EMPTY_RUN}/vitest.config.js`, "export default {};\n");
  for (let i = 0; i < count; i++) {
    writeFileSync(`${EMPTY_RUN}/spec/${i}.spec.ts`, EMPTY_SPEC);
  }
  return remove;
}
