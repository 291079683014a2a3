export {
  runVirtual,
  type VirtualOptions,
  type VirtualRun,
} from "./run/run-virtual.ts";
export {
  everySchedule,
  explore,
  type Exploration,
  type ExploreOptions,
} from "./explore/explore.ts";
export {
  DeterminismError,
  ScheduleFailure,
} from "./explore/schedule-failure.ts";
export { type SearchProgress } from "./explore/search.ts";
export { type SearchState } from "./explore/search-state.ts";
export { type Outcome } from "./explore/outcomes.ts";
export {
  ScheduleError,
  type Schedule,
  type ScheduleStep,
} from "./loop/schedule.ts";
export { type KeptFailure } from "./run/kept-failure.ts";
export { choose } from "./run/choose.ts";
export { settle } from "./run/settle.ts";
export { type PrintedLine } from "./node/console.ts";
export { type Place } from "./node/source-places.ts";
export { type WaitKind } from "./watch/waits.ts";
export { type TimelineEvent } from "./watch/timeline.ts";
export { type Leak } from "./watch/leaks.ts";
export {
  DeadlockError,
  LeakError,
  LivelockError,
  TimeLimitError,
  transcriptOf,
} from "./watch/errors.ts";
