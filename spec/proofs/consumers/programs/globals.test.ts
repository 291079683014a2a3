import { addRule } from "./rule.ts";

/** vitest, jest, mocha and Bun put it there. */
declare const it: Parameters<typeof addRule>[0];

addRule(it);
