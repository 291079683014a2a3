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

  /** It is while its idle time stands still, also before it has begun. */
  #isThreadAtWork(thread: WorkerThread): boolean {
    const idle = thread.loopIdleTime();
    const before = this.#last.get(thread);
    this.#last.set(thread, idle);
    return idle === before;
  }

  /**
   * It is too while a child of its own is, as a shell's. Linux tells the state of a process and its time on the processor,
   * https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
   */
  #isProcessAtWork(child: object, pid: number): boolean {
    const family = familyOf(pid);
    const time = family.reduce((sum, [, it]) => sum + it, 0);
    const before = this.#last.get(child);
    this.#last.set(child, time);
    return time !== before || family.some(([state]) => /[RD]/.test(state));
  }
}

/** The states of a process and of all that it has begun, and their times on the processor. */
function familyOf(pid: number): (readonly [string, number])[] {
  const { [0]: state = "", [11]: user, [12]: system } = statusOf(pid);
  return [
    [state, Number(user) + Number(system)],
    ...childrenOf(pid).flatMap(familyOf),
  ];
}

function childrenOf(pid: number): readonly number[] {
  const listed = safely(
    () => String(fs?.readFileSync(`/proc/${pid}/task/${pid}/children`)),
    "",
  );
  return listed.split(" ").filter(Boolean).map(Number);
}

/** What comes behind its name; where nobody tells, it looks the same each time. */
function statusOf(pid: number): readonly string[] {
  const unknown = Array<string>(13).fill("0");
  return safely(() => {
    const status = String(fs?.readFileSync(`/proc/${pid}/stat`));
    return status.slice(status.lastIndexOf(")") + 2).split(" ");
  }, unknown);
}
