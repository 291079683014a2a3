import Bottleneck from "bottleneck";

export const elapsed = 603;

/** A job at most every 200 ms, the urgent one first. */
export async function main() {
  const limiter = new Bottleneck({ maxConcurrent: 1, minTime: 200 });
  const job = async (name) => {
    console.log(`runs ${name}`);
    return name;
  };
  const results = await Promise.all([
    limiter.schedule({ id: "1" }, job, "first"),
    limiter.schedule({ id: "2", priority: 6 }, job, "second"),
    limiter.schedule({ id: "3", priority: 1 }, job, "urgent"),
    limiter.schedule({ id: "4", priority: 8 }, job, "last"),
  ]);
  console.log(results.join(), limiter.counts().EXECUTING);
  await limiter.stop();
}
