/** Thrown by `getNowait` where the queue holds nothing. */
export class QueueEmptyError extends Error {
  static {
    this.prototype.name = "QueueEmptyError";
  }
}

/** Thrown by `putNowait` where the queue has no room. */
export class QueueFullError extends Error {
  static {
    this.prototype.name = "QueueFullError";
  }
}

/** Thrown by puts into a queue that was shut down, and by gets once it is empty too. */
export class QueueShutDownError extends Error {
  static {
    this.prototype.name = "QueueShutDownError";
  }
}
