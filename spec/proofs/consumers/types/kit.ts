import {
  DeadlockError,
  explore,
  LeakError,
  LivelockError,
  runVirtual,
  ScheduleError,
  transcriptOf,
  type Exploration,
  type Leak,
  type Outcome,
  type PrintedLine,
  type Schedule,
  type TimelineEvent,
  type VirtualOptions,
  type VirtualRun,
} from "async-patterns/testing";
import { holds, type Equal } from "./equal.ts";

/* What the types of the kit are to a user's compiler, as those of the library in library.ts. */
const run = runVirtual(async () => 1 as const);
holds<Equal<typeof run, Promise<VirtualRun<1>>>>();
holds<Equal<VirtualRun<1>["result"], 1>>();
holds<Equal<VirtualRun<1>["lines"], readonly PrintedLine[]>>();
holds<Equal<PrintedLine["at"], number>>();
holds<Equal<PrintedLine["text"], string>>();
holds<Equal<VirtualRun<1>["leaks"], readonly Leak[]>>();
holds<Equal<Leak["text"], string>>();
holds<Equal<VirtualRun<1>["timeline"], readonly TimelineEvent[]>>();
holds<Equal<TimelineEvent["at"], number>>();
holds<Equal<VirtualOptions["schedule"], Schedule | string | undefined>>();
holds<Equal<VirtualOptions["signal"], AbortSignal | undefined>>();

const found = explore(async () => {}, { schedules: 1 });
holds<Equal<typeof found, Promise<Exploration>>>();
holds<Equal<Exploration["outcomes"], readonly Outcome[]>>();
holds<Equal<Outcome["schedule"], Schedule>>();
holds<Equal<Outcome["error"], unknown>>();

holds<Equal<DeadlockError["lines"], readonly PrintedLine[]>>();
holds<Equal<LivelockError["lines"], readonly PrintedLine[]>>();
holds<Equal<LeakError["lines"], readonly PrintedLine[]>>();
holds<Equal<ScheduleError["message"], string>>();
holds<
  Equal<ReturnType<typeof transcriptOf>, readonly PrintedLine[] | undefined>
>();
