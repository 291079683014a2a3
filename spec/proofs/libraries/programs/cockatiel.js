import {
  ConsecutiveBreaker,
  ExponentialBackoff,
  TimeoutStrategy,
  circuitBreaker,
  handleAll,
  noJitterGenerator,
  retry,
  timeout,
  wrap,
} from "cockatiel";

export const elapsed = 1_100;

/** A retry around a circuit breaker around a time limit. */
export async function main() {
  const backoff = new ExponentialBackoff({
    initialDelay: 100,
    exponent: 2,
    generator: noJitterGenerator,
  });
  const retrying = retry(handleAll, { maxAttempts: 3, backoff });
  const breaking = circuitBreaker(handleAll, {
    halfOpenAfter: 300,
    breaker: new ConsecutiveBreaker(2),
  });
  const limiting = timeout(200, TimeoutStrategy.Aggressive);
  retrying.onRetry(({ delay, attempt }) =>
    console.log("retry", attempt, delay),
  );
  breaking.onBreak(() => console.log("broken"));
  breaking.onReset(() => console.log("whole"));
  let calls = 0;
  const never = () => (++calls < 3 ? new Promise(() => {}) : "answer");
  console.log(await wrap(retrying, breaking, limiting).execute(never), calls);
}
