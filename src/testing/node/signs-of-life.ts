import { safely } from "../../core/checks.ts";
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
    if ("addon" in it) {
      return true; // for all that one can know
    }
    if ("loopIdleTime" in it) {
      return this.#isThreadAtWork(it as WorkerThread);
    }
    const { pid } = it as { readonly pid?: number };
    return pid !== undefined && this.#isProcessAtWork(it, pid);
  }

  /** It is while its idle time stands still, also before it has begun; but if all threads rest, it waits for shared memory. */
  #isThreadAtWork(thread: WorkerThread): boolean {
    const idle = thread.loopIdleTime();
    const before = this.#last.get(thread);
    this.#last.set(thread, idle);
    return idle === before && areOthersAtWork();
  }

  /**
   * It is while one of its threads is, and while a child of its own is, as a shell's. Linux tells the state of each thread
   * and the time on the processor, https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
   */
  #isProcessAtWork(child: object, pid: number): boolean {
    const family = familyOf(pid);
    const time = family.reduce((sum, each) => sum + timeOf(each), 0);
    const before = this.#last.get(child);
    this.#last.set(child, time);
    return time !== before || family.some((each) => hasWork(each));
  }
}

/** The process and all that it has begun. */
function familyOf(pid: number): readonly number[] {
  const children = textOf(`/proc/${pid}/task/${pid}/children`).split(" ");
  return [pid, ...children.filter(Boolean).map(Number).flatMap(familyOf)];
}

/** Whether any thread of this process is but the one that asks; where nobody tells, they may be. */
function areOthersAtWork(): boolean {
  const own = safely(() => fs?.readlinkSync("/proc/thread-self"), undefined);
  const [pid, , self] = `${own}`.split("/");
  return own === undefined || hasWork(`${pid}`, self);
}

/** Whether a thread of it runs, would run if there were a processor for it, or waits for a disk. */
function hasWork(pid: number | string, asker?: string): boolean {
  const folder = `/proc/${pid}/task`;
  const isAtWork = (thread: string): boolean =>
    thread !== asker && /^[RD]/.test(statusIn(`${folder}/${thread}/stat`));
  return safely(() => fs?.readdirSync(folder).some(isAtWork) === true, false);
}

/** On the processor so far; where nobody tells, it looks the same each time. */
function timeOf(pid: number): number {
  const { [11]: user, [12]: system } = statusIn(`/proc/${pid}/stat`).split(" ");
  return Number(user ?? 0) + Number(system ?? 0);
}

/** What comes behind the name. */
function statusIn(file: string): string {
  const text = textOf(file);
  return text.slice(text.lastIndexOf(")") + 2);
}

function textOf(file: string): string {
  return safely(() => String(fs?.readFileSync(file)), "");
}
