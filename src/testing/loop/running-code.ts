/** Stands for all jobs. */
export const ANY_JOB = -1;

/**
 * Whose code runs now, in one run. Whatever puts down a name asks it, and whatever lets code go on tells it: the loop
 * before a callback, the observer as a task starts or a wait is over, the log of promises behind an await.
 */
export class RunningCode {
  /** The name of a task, or `main`. */
  who = "main";
  /** How many timers have fired since somebody went on who had waited for a time. */
  firings = 0;
  /** How many timers and sleeps have ended since somebody went on who had waited for a deed of somebody else. */
  rests = 0;
  /** How many times in a row that were very many, with main itself among those who slept. */
  restsOfMain = 1;
  /** Counts the jobs. */
  job = 0;
  /** In which job the wait for time began that this job ends: 0 if it ends none, `ANY_JOB` if all that goes on in it does so by itself. */
  restedSince = 0;
  /** In how many rounds of jobs the clocks have been read, since somebody did something to a thing that tasks share. */
  clockRounds = 0;
  /** How many times code has gone on behind a promise in the present job, where that is counted. */
  resumptions = 0;
}
