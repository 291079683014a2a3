import PQueue from "p-queue";

export const elapsed = 1_100;

/** Two downloads a half second at most, however quick they are. */
export async function main() {
  const queue = new PQueue({ concurrency: 2, interval: 500, intervalCap: 2 });
  const download = async (name) => {
    console.log(`${name} starts, ${queue.size} to come`);
    await new Promise((resolve) => setTimeout(resolve, 100));
    return name.toUpperCase();
  };
  const names = ["a", "b", "c", "d", "e"];
  const jobs = names.map((name) => queue.add(() => download(name)));
  console.log(await Promise.all(jobs.slice(0, 4)));
  await queue.onIdle();
  console.log("idle");
}
