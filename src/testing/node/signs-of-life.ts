import { fs } from "./builtins.ts";

/** What async_hooks shows of a worker thread. */
interface WorkerThread {
  loopIdleTime(): number;
}

/**
 * Sees whether a child process or a worker thread is at work, so that one that computes, or that has yet to start, is not
 * called silent: also on a machine so busy that it gets little of it.
 */
export class SignsOfLife {
  /** What each showed when it was looked at last. */
  readonly #last = new WeakMap<object, number>();

  /** True if it has worked since it was looked at last. */
  isAtWork(it: object): boolean {
    if ("loopIdleTime" in it) {
      return this.#isThreadAtWork(it as WorkerThread);
    }
    const { pid } = it as { readonly pid?: number };
    return pid !== undefined && this.#isProcessAtWork(it, pid);
  }

  /** It is while its idle time stands still, also before it has begun. */
  #isThreadAtWork(thread: WorkerThread): boolean {
    const idle = thread.loopIdleTime();
    const before = this.#last.get(thread);
    this.#last.set(thread, idle);
    return idle === before;
  }

  /** Linux tells the state of a process and its time on the processor, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
  #isProcessAtWork(child: object, pid: number): boolean {
    const fields = statusOf(pid);
    const time = Number(fields[11]) + Number(fields[12]);
    const before = this.#last.get(child);
    this.#last.set(child, time);
    return fields[0] === "R" || fields[0] === "D" || time !== before;
  }
}

/** What comes behind its name; where nobody tells, it looks the same each time. */
function statusOf(pid: number): readonly string[] {
  try {
    const status = String(fs?.readFileSync(`/proc/${pid}/stat`));
    return status.slice(status.lastIndexOf(")") + 2).split(" ");
  } catch {
    return Array<string>(13).fill("0");
  }
}
