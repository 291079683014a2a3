/*
 * The life of a resource has a fixed order: it is entered, it is used, it is left. A resource that writes down what
 * happens to it makes that order visible.
 */
import { repr } from "../repr.ts";

/** Records its own life in a list that the caller keeps. */
export class TrackedResource implements AsyncDisposable {
  readonly #events: string[];

  private constructor(events: string[]) {
    this.#events = events;
  }

  static async open(events: string[]): Promise<TrackedResource> {
    events.push("enter");
    return new TrackedResource(events);
  }

  use(): void {
    this.#events.push("use");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#events.push("exit");
  }
}

export async function main(): Promise<void> {
  const events: string[] = [];
  {
    await using resource = await TrackedResource.open(events);
    resource.use();
  }
  console.log(`Events: ${repr(events)}`);
}
