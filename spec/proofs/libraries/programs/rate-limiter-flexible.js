import { setTimeout as later } from "node:timers/promises";
import { BurstyRateLimiter, RateLimiterMemory } from "rate-limiter-flexible";

export const elapsed = 1_300;

/** Two logins in a second for each address, and one more now and then. */
export async function main() {
  const seconds = new RateLimiterMemory({ points: 2, duration: 1 });
  const burst = new RateLimiterMemory({ points: 1, duration: 60 });
  const limiter = new BurstyRateLimiter(seconds, burst);
  const login = async (name) => {
    const answer = await limiter.consume(name).then(
      ({ remainingPoints }) => `in, ${remainingPoints} left`,
      ({ msBeforeNext }) =>
        `out for ${msBeforeNext > 500 ? "long" : "a while"}`,
    );
    console.log(name, answer);
  };
  for (const name of ["ann", "ann", "ann", "ann", "bob"]) {
    await login(name);
  }
  await later(1_300);
  await login("ann");
}
