import { setTimeout as later } from "node:timers/promises";
import CircuitBreaker from "opossum";

export const elapsed = 1_000;

/** A circuit opens after failures and time-outs, and is tried again after a while. */
export async function main() {
  let isDown = true;
  const call = async () => {
    if (isDown) {
      await later(500);
    }
    return "answer";
  };
  const breaker = new CircuitBreaker(call, {
    timeout: 200,
    resetTimeout: 600,
    errorThresholdPercentage: 50,
  });
  for (const event of ["timeout", "open", "halfOpen", "close", "reject"]) {
    breaker.on(event, () => console.log(event));
  }
  breaker.fallback((error) => error?.message ?? "fallback");
  console.log(await breaker.fire());
  console.log(await breaker.fire());
  isDown = false;
  await later(800);
  console.log(await breaker.fire(), breaker.stats.timeouts);
  breaker.shutdown();
}
