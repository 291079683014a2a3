export { nextTurn, sleep } from "./patterns/sleep.ts";
export {
  CancelledError,
  createTask,
  Task,
  type TaskBody,
  type TaskOptions,
} from "./patterns/task.ts";
export { gather } from "./patterns/gather.ts";
export {
  AsyncQueue,
  QueueEmptyError,
  QueueFullError,
  QueueShutDownError,
} from "./patterns/async-queue.ts";
export type { WaitOptions } from "./core/wait.ts";
export {
  AsyncLifoQueue,
  AsyncPriorityQueue,
} from "./patterns/ordered-queues.ts";
export {
  asyncWith,
  type AsyncContextManager,
} from "./patterns/async-context-manager.ts";
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
  type Source,
} from "./patterns/async-iteration.ts";
