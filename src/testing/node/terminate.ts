import type * as Inspector from "node:inspector";
import { nodeProcess } from "./builtins.ts";

/** Where Node brings what nobody has caught; it has no other name that a program could use. */
interface Fatal {
  _fatalException?(error: unknown): boolean;
}

/**
 * Ends the code that runs, all of it, and what it has in microtasks: as nothing in the language can, but V8 can where it
 * has an inspector. https://chromedevtools.github.io/devtools-protocol/v8/Runtime/#method-terminateExecution
 * @param reason told to who captures or monitors what nobody catches
 */
export function terminate(reason: unknown): void {
  const inspector = nodeProcess?.getBuiltinModule("node:inspector");
  const { Session } = inspector as typeof Inspector;
  const session = new Session();
  session.connect();
  leaveContexts(reason);
  session.post("Runtime.terminateExecution");
}

/**
 * Leaves the async contexts of the code that runs, where a hook of anybody's follows them. Code that is ended does not
 * leave them itself, and Node takes that for a fault of its own and ends the process. It does leave them all where an
 * exception is not caught.
 */
function leaveContexts(reason: unknown): void {
  const process = nodeProcess as NodeJS.Process & Fatal;
  const isCaptured = process.hasUncaughtExceptionCaptureCallback();
  if (!isCaptured) {
    process.setUncaughtExceptionCaptureCallback(() => {});
  }
  process._fatalException?.(reason);
  if (!isCaptured) {
    process.setUncaughtExceptionCaptureCallback(null);
  }
}
