import type * as Inspector from "node:inspector";
import { nodeProcess } from "./builtins.ts";

/**
 * Ends the code that runs, all of it, and what it has in microtasks: as nothing in the language can, but V8 can where it
 * has an inspector. https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-terminateExecution
 */
export function terminate(): void {
  const inspector = nodeProcess?.getBuiltinModule("node:inspector");
  const { Session } = inspector as typeof Inspector;
  const session = new Session();
  session.connect();
  session.post("Runtime.terminateExecution");
}
