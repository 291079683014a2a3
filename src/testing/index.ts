export {
  runVirtual,
  type VirtualOptions,
  type VirtualRun,
} from "./run-virtual.ts";
export { type PrintedLine } from "./recorder.ts";
export { DeadlockError, LivelockError } from "./errors.ts";
