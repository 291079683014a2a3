/**
 * Node's own modules, where they are: Node, Bun and Deno give them to whoever asks, a browser has none. The kit imports
 * none of them by name, so that it loads anywhere; what needs one that is absent is left out.
 */
const { process } = globalThis as { process?: Partial<NodeJS.Process> };
const get = process?.getBuiltinModule;

export const asyncHooks = get?.("node:async_hooks");
export const nodeConsole = get?.("node:console");
export const nodeModule = get?.("node:module");
/** Node's own, also where a test runner gives its tests another object of that name. */
export const nodeProcess = get?.("node:process");
export const path = get?.("node:path");
export const perfHooks = get?.("node:perf_hooks");
export const timersModule = get?.("node:timers");
export const timersPromises = get?.("node:timers/promises");
export const url = get?.("node:url");
export const util = get?.("node:util");
export const v8 = get?.("node:v8");
