/** How a wait can be ended from outside: it rejects with the signal's reason. */
export interface WaitOptions {
  signal?: AbortSignal | undefined;
}
