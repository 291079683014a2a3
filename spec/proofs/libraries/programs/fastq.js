import fastq from "fastq";

export const elapsed = 400;

/** Five jobs for two workers. */
export async function main() {
  const queue = fastq.promise(async ({ name, ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    console.log(`did ${name}, ${queue.length()} wait`);
    if (name === "c") {
      throw new Error("c failed");
    }
    return name;
  }, 2);
  const times = { a: 300, b: 100, c: 100, d: 200 };
  const jobs = Object.entries(times).map(([name, ms]) =>
    queue.push({ name, ms }),
  );
  console.log((await Promise.allSettled(jobs)).map(({ status }) => status));
  await queue.drained();
}
