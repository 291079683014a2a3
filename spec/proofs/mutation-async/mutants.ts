import type { Mutant } from "./mutant.ts";
import { chapterMutants } from "./mutants/chapter.ts";
import { contextMutants } from "./mutants/contexts.ts";
import { lockMutants } from "./mutants/locks.ts";
import { queueMutants } from "./mutants/queue.ts";
import { realTimeMutants } from "./mutants/real-time.ts";
import { taskMutants } from "./mutants/tasks.ts";
import { testKitMutants } from "./mutants/test-kit.ts";
import { virtualTimeMutants } from "./mutants/virtual-time.ts";

/** Async mistakes that a colleague could make, and no tool would. */
export const mutants: readonly Mutant[] = [
  ...queueMutants,
  ...taskMutants,
  ...lockMutants,
  ...realTimeMutants,
  ...contextMutants,
  ...chapterMutants,
  ...virtualTimeMutants,
  ...testKitMutants,
];
