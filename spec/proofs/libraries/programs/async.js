import async from "async";

export const elapsed = 700;

/** A queue with workers, a retry, and a time limit, with callbacks. */
export async function main() {
  const work = (job, done) => {
    setTimeout(() => {
      console.log(`did ${job.name}`);
      done();
    }, job.ms);
  };
  const queue = async.queue(work, 2);
  queue.push([
    { name: "a", ms: 300 },
    { name: "b", ms: 100 },
    { name: "c", ms: 100 },
  ]);
  await queue.drain();
  let tries = 0;
  const flaky = (done) => done(++tries < 3 ? new Error("down") : null, tries);
  console.log(await async.retry({ times: 5, interval: 100 }, flaky));
  const slow = async.timeout((done) => setTimeout(done, 1_000), 200);
  await new Promise((resolve) => {
    slow((error) => resolve(console.log(error.code)));
  });
}
