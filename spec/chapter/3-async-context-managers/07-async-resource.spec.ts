import { describe, expect, it } from "vitest";
import { createTask, nextTurn } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import {
  AsyncResource,
  main,
} from "../../../src/chapter/3-async-context-managers/07-async-resource.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * `await using` ties a resource to the block that it is declared in. Whatever ends the block (its last line, a return,
 * a break, an error), `[Symbol.asyncDispose]()` is called and waited for before anything behind the block runs. Python
 * calls the pair `__aenter__` and `__aexit__`; here an async function acquires, so there is never a half-made resource.
 */
describe("07 · Async resource", () => {
  it("prints the four stations of a resource's life", async () => {
    const run = await play(main, AsyncResource);
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        Inside: work done
        Exiting: releasing resource...
        After: resource released
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("waits for the release before the code behind the block runs", async () => {
    const run = await runVirtual(async () => {
      {
        await using _resource = await AsyncResource.acquire();
        createTask(() => console.log("  another task has its turn"));
      }
      console.log("  behind the block");
    });
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        Exiting: releasing resource...
        another task has its turn
        behind the block
    `);
  });

  it("waits for the acquisition before the block goes on", async () => {
    const run = await runVirtual(async () => {
      createTask(() => console.log("  another task has its turn"));
      await using _resource = await AsyncResource.acquire();
      console.log("  inside the block");
    });
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        another task has its turn
        inside the block
        Exiting: releasing resource...
    `);
  });

  it("releases when the block returns early", async () => {
    const run = await runVirtual(async () => {
      const work = async (): Promise<string> => {
        await using resource = await AsyncResource.acquire();
        return resource.doWork();
      };
      console.log(`  returned: ${await work()}`);
    });
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        Exiting: releasing resource...
        returned: work done
    `);
  });

  it("releases when the block throws, and only then lets the error out", async () => {
    const run = await runVirtual(async () => {
      try {
        await using _resource = await AsyncResource.acquire();
        await nextTurn();
        throw new Error("connection lost");
      } catch (error) {
        console.log(`  caught: ${String(error)}`);
      }
    });
    expect(run.output).toBe(terminal`
        Entering: acquiring resource...
        Exiting: releasing resource...
        caught: Error: connection lost
    `);
  });
});
