export {
  runVirtual,
  type VirtualOptions,
  type VirtualRun,
} from "./run-virtual.ts";
export {
  explore,
  type Exploration,
  type ExploreOptions,
  type Outcome,
} from "./explore.ts";
export { type Schedule, type ScheduleStep } from "./schedule.ts";
export { type PrintedLine } from "./recorder.ts";
export { type TimelineEvent } from "./timeline.ts";
export { type Leak } from "./leaks.ts";
export {
  DeadlockError,
  LeakError,
  LivelockError,
  ScheduleError,
  transcriptOf,
} from "./errors.ts";
