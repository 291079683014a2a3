/*
 * A resource that has to be given back is tied to a block: `await using` waits for its release when the block ends,
 * whichever way it ends. What acquires it is an ordinary async function.
 */
import { sleep } from "async-patterns";

/** Something that takes time to acquire and time to release; a block that holds it with `await using` releases it. */
export class AsyncResource implements AsyncDisposable {
  private constructor() {}

  static async acquire(): Promise<AsyncResource> {
    console.log("  Entering: acquiring resource...");
    await sleep(0);
    return new AsyncResource();
  }

  async doWork(): Promise<string> {
    return "work done";
  }

  async [Symbol.asyncDispose](): Promise<void> {
    console.log("  Exiting: releasing resource...");
    await sleep(0);
  }
}

export async function main(): Promise<void> {
  {
    await using resource = await AsyncResource.acquire();
    console.log(`  Inside: ${await resource.doWork()}`);
  }
  console.log("  After: resource released");
}
