import type * as Net from "node:net";

/** Where it is Node's, it has lists that its types do not name. */
interface OwnProcess extends Partial<NodeJS.Process> {
  _getActiveHandles?(): object[];
  _getActiveRequests?(): object[];
  readonly moduleLoadList?: readonly string[];
}

/**
 * Node's own modules, where they are: Node, Bun and Deno give them to whoever asks, a browser has none. The kit imports
 * none of them by name, so that it loads anywhere; what needs one that is absent is left out.
 */
const { process } = globalThis as { process?: OwnProcess };
const get = process?.getBuiltinModule;

/** The process, whatever the program under test puts in its global's place. */
export const ownProcess = process;

export const asyncHooks = get?.("node:async_hooks");
export const fs = get?.("node:fs");
export const nodeConsole = get?.("node:console");
export const nodeStream = get?.("node:stream");
export const nodeModule = get?.("node:module");
export const vm = get?.("node:vm");
/**
 * Node's own, also where a test runner gives its tests another object of that name: jest's sandbox has a copy, also for
 * who asks for the module, and no event ever comes to it.
 */
export const nodeProcess = vm?.runInThisContext(
  'process.getBuiltinModule("node:process")',
) as NodeJS.Process | undefined;
export const path = get?.("node:path");
export const perfHooks = get?.("node:perf_hooks");
export const timersModule = get?.("node:timers");
export const timersPromises = get?.("node:timers/promises");
export const url = get?.("node:url");
export const util = get?.("node:util");
export const workerThreads = get?.("node:worker_threads");
export const v8 = get?.("node:v8");

/** Node's module of that name if somebody has loaded it, which takes a while. */
export function loaded(name: "net"): typeof Net | undefined {
  const isLoaded = process?.moduleLoadList?.includes(`NativeModule ${name}`);
  return isLoaded === true ? get?.(`node:${name}`) : undefined;
}
