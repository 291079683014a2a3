/*
 * Sometimes leaving has to know why: to log the error, to roll back instead of committing. A context manager's exit is
 * given the error that ends the body; asyncWith then throws it on, unless exit says that it is dealt with.
 */
import { asyncWith, type AsyncContextManager } from "async-patterns";

/** Reports an error on the way out, releases in any case and lets the error pass. */
export class SafeResource implements AsyncContextManager<SafeResource> {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }

  async enter(): Promise<this> {
    console.log(`  ${this.name}: acquired`);
    return this;
  }

  async exit(...thrown: [error?: unknown]): Promise<void> {
    if (thrown.length > 0) {
      const [error] = thrown;
      const text = error instanceof Error ? error.message : String(error);
      console.log(`  ${this.name}: error occurred - ${text}`);
    }
    console.log(`  ${this.name}: released`);
  }
}

export async function main(): Promise<void> {
  console.log("Normal case:");
  await asyncWith(new SafeResource("DB"), (db) => {
    console.log(`  Using ${db.name}`);
  });

  console.log("\nError case:");
  try {
    await asyncWith(new SafeResource("DB"), () => {
      throw new Error("connection lost");
    });
  } catch {
    console.log("  Handled the error");
  }
}
