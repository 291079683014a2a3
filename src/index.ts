export { nextTurn, sleep } from "./patterns/sleep.ts";
export {
  CancelledError,
  createTask,
  Task,
  type TaskBody,
  type TaskOptions,
} from "./patterns/task.ts";
export { gather } from "./patterns/gather.ts";
export { TaskGroup } from "./patterns/task-group.ts";
export { timeout, TimeoutError } from "./patterns/timeout.ts";
export { wait, type WaitForOptions } from "./patterns/wait.ts";
export { asCompleted } from "./patterns/as-completed.ts";
export { abortable } from "./patterns/abortable.ts";
export {
  AsyncQueue,
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
} from "./patterns/async-queue.ts";
export type { WaitOptions } from "./core/abort.ts";
export {
  AsyncLifoQueue,
  AsyncPriorityQueue,
} from "./patterns/ordered-queues.ts";
export { AsyncEvent } from "./patterns/async-event.ts";
export { Barrier, BrokenBarrierError } from "./patterns/barrier.ts";
export { Condition } from "./patterns/condition.ts";
export type { Held } from "./patterns/held.ts";
export { Lock } from "./patterns/lock.ts";
export { BoundedSemaphore, Semaphore } from "./patterns/semaphore.ts";
export {
  asyncWith,
  type AsyncContextManager,
} from "./patterns/async-context-manager.ts";
export { AsyncExitStack } from "./patterns/async-exit-stack.ts";
export {
  asyncContextManager,
  type GeneratorManager,
} from "./patterns/generator-manager.ts";
export {
  filter,
  map,
  take,
  toArray,
  toMap,
  toSet,
} from "./patterns/async-iteration.ts";
export { chunk } from "./patterns/chunk.ts";
export {
  buffer,
  mapConcurrent,
  type MapConcurrentOptions,
} from "./patterns/map-concurrent.ts";
export { merge } from "./patterns/merge.ts";
export { zip } from "./patterns/zip.ts";
export type { ClosableIterator, Source } from "./patterns/closable-iterator.ts";
