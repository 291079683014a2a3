import pThrottle from "p-throttle";

export const elapsed = 600;

/** Two calls in 300 ms. */
export async function main() {
  const throttle = pThrottle({ limit: 2, interval: 300 });
  const ask = throttle(async (question) => {
    console.log(`asked, ${ask.queueSize} in the queue`);
    return question * 2;
  });
  console.log(await Promise.all([1, 2, 3, 4, 5].map((n) => ask(n))));
}
