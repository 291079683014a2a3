/** The reason with which a task's signal aborts, unless `cancel` was given another. */
export class CancelledError extends Error {
  static {
    this.prototype.name = "CancelledError";
  }

  constructor(message = "The task was cancelled", options?: ErrorOptions) {
    super(message, options);
  }
}
