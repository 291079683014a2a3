import assert from "node:assert/strict";
import "async-patterns";

/*
 * Two copies in one process whose versions cannot share a line of turns: the second one refuses to be loaded. PART says
 * which entry of it is asked for.
 */
const { PART, VERSION } = process.env;
const entry = `async-patterns-newer${PART === "kit" ? "/testing" : ""}`;
await assert.rejects(import(entry), {
  message: `Cannot load async-patterns 99.0.0: version ${VERSION} is loaded in this thread, and they cannot share a line of turns`,
});
