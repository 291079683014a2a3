/**
 * Whose code runs now, in one run. All who name somebody ask it, and all who let code go on tell it: the loop before a
 * callback, the observer of the library as a task starts or a wait is over, and the log of promises behind an await.
 */
export class RunningCode {
  /** The name of a task, or `main`. */
  who = "main";
}
