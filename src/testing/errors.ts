/** Main cannot finish: nothing is ready and no timer is pending. The message names who waits, and for what. */
export class DeadlockError extends Error {
  static {
    this.prototype.name = "DeadlockError";
  }
}

/** More happens at one virtual moment than the bound allows: something spins without waiting for time. */
export class LivelockError extends Error {
  static {
    this.prototype.name = "LivelockError";
  }
}
