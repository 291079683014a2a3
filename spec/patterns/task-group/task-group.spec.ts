import { describe, expect, it } from "vitest";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { TaskGroup } from "../../../src/patterns/task-group.ts";
import { CancelledError, createTask } from "../../../src/patterns/task.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { blockedIn, placesIn } from "../../testing/stuck.ts";
import { noted } from "./noted.ts";

/*
 * A group is a place that nobody leaves before all of its tasks have ended. It is asyncio's TaskGroup: the first failure
 * cancels the others and the body, and what failed comes out together.
 */
describe("TaskGroup", () => {
  it("waits for all of its tasks, and gives what the body gives", async () => {
    const run = await runVirtual(async () => {
      const result = await asyncWith(new TaskGroup(), async (group) => {
        noted(group, "A", 20);
        noted(group, "B", 10);
        console.log("the body ends");
        return "result";
      });
      console.log(result);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | the body ends
         0 ms | A begins
         0 ms | B begins
        10 ms | B ends
        20 ms | A ends
        20 ms | result
    `);
  });

  it("gives the tasks that it starts, with their names and results", async () => {
    await runVirtual(async () => {
      await asyncWith(new TaskGroup(), async (group) => {
        const task = group.createTask(() => 7, { name: "seven" });
        expect(task.name).toBe("seven");
        expect(await task).toBe(7);
        expect(group.createTask(() => 8).name).toMatch(/^Task-/);
      });
    });
  });

  it("takes no turn where it has no task", async () => {
    const run = await runVirtual(async () => {
      const turn = nextTurn().then(() => console.log("the next turn"));
      await asyncWith(new TaskGroup(), () => {});
      console.log("left");
      await turn;
    });
    expect(run.output).toBe(terminal`
      left
      the next turn
    `);
  });

  it("cancels the others and the body when a task fails, and waits until they have ended", async () => {
    const run = await runVirtual(async () => {
      const leaving = asyncWith(new TaskGroup(), async (group) => {
        noted(group, "A", 10, new Error("no light"));
        noted(group, "B", 20, undefined, 5);
        await sleep(30, group).catch((error: unknown) => {
          console.log(`the body: ${String(error)}`);
          throw error;
        });
      });
      await leaving.catch((error: unknown) => console.log(shownAll(error)));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         0 ms | B begins
        10 ms | A fails
        10 ms | B is cancelled
        10 ms | the body: CancelledError: A task of the group failed
        15 ms | B has cleaned up
        15 ms | AggregateError: Unhandled errors in a TaskGroup: no light
    `);
  });

  it("cancels its tasks when the body fails", async () => {
    const run = await runVirtual(async () => {
      const leaving = asyncWith(new TaskGroup(), async (group) => {
        noted(group, "A", 10);
        await nextTurn();
        throw new Error("no light");
      });
      await leaving.catch((error: unknown) => console.log(shownAll(error)));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         0 ms | A is cancelled
         0 ms | AggregateError: Unhandled errors in a TaskGroup: no light
    `);
  });

  it("never starts a task that is cancelled before its first turn", async () => {
    const run = await runVirtual(async () => {
      const leaving = asyncWith(new TaskGroup(), (group) => {
        noted(group, "A", 10);
        throw new Error("no light");
      });
      await leaving.catch((error: unknown) => console.log(shownAll(error)));
    });
    expect(run.output).toBe(terminal`
      AggregateError: Unhandled errors in a TaskGroup: no light
    `);
  });

  it("brings together what fails while it is being cancelled: tasks as they fail, the body last", async () => {
    const run = await runVirtual(async () => {
      const leaving = asyncWith(new TaskGroup(), async (group) => {
        group.createTask((signal) =>
          sleep(10, { signal }).catch(() => {
            throw new Error("A fails when it is cancelled");
          }),
        );
        group.createTask(() => {
          throw new Error("B fails first");
        });
        await sleep(5, group).catch(() => {
          throw new Error("so does the body");
        });
      });
      await leaving.catch((error: unknown) => console.log(shownAll(error)));
    });
    expect(run.output).toBe(terminal`
      AggregateError: Unhandled errors in a TaskGroup: B fails first, A fails when it is cancelled, so does the body
    `);
  });

  it("fails a task that is cancelled as a task of the group fails, since failures count more", async () => {
    await runVirtual(async () => {
      const task = createTask((signal) =>
        asyncWith(new TaskGroup({ signal }), async (group) => {
          group.createTask(() => Promise.reject(new Error("no light")));
          await sleep(5, group);
        }),
      );
      await nextTurn();
      task.cancel();
      const error = await task.catch((error: unknown) => error);
      expect(shownAll(error)).toBe(
        "AggregateError: Unhandled errors in a TaskGroup: no light",
      );
      expect(task.cancelled).toBe(false);
    });
  });

  it("lets a task that was cancelled alone end, and fails for none", async () => {
    const run = await runVirtual(async () => {
      await asyncWith(new TaskGroup(), async (group) => {
        const task = noted(group, "A", 10);
        noted(group, "B", 20);
        await nextTurn();
        task.cancel();
      });
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
         0 ms | B begins
         0 ms | A is cancelled
        20 ms | B ends
    `);
  });

  it("lets a task start others, as long as one of the group runs", async () => {
    const run = await runVirtual(async () => {
      await asyncWith(new TaskGroup(), (group) => {
        group.createTask(async () => {
          await sleep(10);
          noted(group, "B", 10);
        });
      });
    });
    expect(stamped(run)).toBe(terminal`
        10 ms | B begins
        20 ms | B ends
    `);
  });

  it("starts nothing once something has failed, and nothing behind its end", async () => {
    await runVirtual(async () => {
      const leaving = asyncWith(new TaskGroup(), async (group) => {
        group.createTask(() => Promise.reject(new Error("no light")));
        await nextTurn();
        await nextTurn();
        group.createTask(() => {});
      });
      await expect(leaving).rejects.toMatchObject({
        errors: [
          new Error("no light"),
          new Error(
            "Cannot create a task: the group is about to end, since something has failed",
          ),
        ],
      });
      const group = new TaskGroup();
      expect(() => group.createTask(() => {})).toThrow(
        new Error("Cannot create a task: the group was not entered"),
      );
      await asyncWith(group, () => {});
      expect(() => group.createTask(() => {})).toThrow(
        new Error("Cannot create a task: the group has ended"),
      );
    });
  });

  it("refuses a body that is no function, and has no task of it", async () => {
    await runVirtual(() =>
      asyncWith(new TaskGroup(), (group) => {
        expect(() => group.createTask(7 as never)).toThrow(
          new TypeError(
            "Cannot create a task: the body must be a function, received 7",
          ),
        );
        expect(group.tasks).toEqual([]);
      }),
    );
  });

  it.each<[string, (group: TaskGroup) => void]>([
    ["A task", (group) => void group.createTask(fail)],
    ["The body", fail],
  ])("tells those it cancels that %s has failed, and how", async (who, act) => {
    const reason = await runVirtual(async () => {
      let told: unknown;
      const leaving = asyncWith(new TaskGroup(), async (group) => {
        group.createTask(async (signal) => {
          told = await sleep(100, { signal }).catch((error: unknown) => error);
        });
        await nextTurn();
        act(group);
      });
      await leaving.catch(() => {});
      return told;
    });
    expect(reason.result).toEqual(
      new CancelledError(`${who} of the group failed`, {
        cause: new Error("no light"),
      }),
    );
  });

  it("keeps no more tasks that have ended than go on, however long it lives", async () => {
    await runVirtual(() =>
      asyncWith(new TaskGroup(), async (group) => {
        const long = group.createTask(() => sleep(1_000));
        for (let count = 0; count < 100; count++) {
          await group.createTask(() => {});
        }
        await nextTurn(); // the group is told of the last
        expect(group.tasks).toContain(long);
        expect(group.tasks.length).toBeLessThan(3);
      }),
    );
  });

  it("lets go of those that have ended once they are more than those that go on", async () => {
    await runVirtual(async () => {
      await using group = await new TaskGroup().enter();
      for (let ms = 1; ms <= 4; ms++) {
        group.createTask(() => sleep(ms));
      }
      const kept: number[] = [];
      for (let ms = 1; ms <= 4; ms++) {
        await sleep(1);
        await nextTurn();
        await nextTurn();
        kept.push(group.tasks.length);
      }
      expect(kept).toEqual([4, 4, 1, 0]);
    });
  });

  it("serves once, and is entered before it is left", async () => {
    await runVirtual(async () => {
      const group = new TaskGroup();
      await expect(group.exit()).rejects.toThrow(
        new Error("Cannot exit the context: it was never entered"),
      );
      await group[Symbol.asyncDispose]();
      await asyncWith(group, () => {});
      await expect(group.enter()).rejects.toThrow(
        new Error(
          "Cannot enter the context: a task group serves only once, make another",
        ),
      );
    });
  });

  it("waits at the end of an await using", async () => {
    const run = await runVirtual(async () => {
      {
        await using group = await new TaskGroup().enter();
        noted(group, "A", 10);
      }
      console.log("left");
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A begins
        10 ms | A ends
        10 ms | left
    `);
  });

  it("is named in a deadlock, with those of its tasks that have not ended", async () => {
    const place = placesIn(import.meta.url);
    const blocked = await blockedIn(() =>
      asyncWith(new TaskGroup(), (group) => {
        const forever = () => sleep(Infinity); // sleep
        group.createTask(forever, { name: "ann" });
        group.createTask(forever, { name: "bob" });
      }),
    );
    expect(blocked).toEqual([
      expect.stringMatching(
        /^main waits for TaskGroup since 0 ms.*; ann, bob have not ended$/,
      ),
      expect.stringContaining("ann waits for sleep"),
      expect.stringContaining("bob waits for sleep"),
    ]);
    expect(place("sleep")).toBeDefined();
    const [one] = await blockedIn(() =>
      asyncWith(new TaskGroup(), (group) => {
        group.createTask(() => sleep(Infinity), { name: "cid" });
      }),
    );
    expect(one).toMatch(/; cid has not ended$/);
  });

  it("leaves its outer task cancelled where that is cancelled", async () => {
    await runVirtual(async () => {
      const task = createTask((signal) =>
        asyncWith(new TaskGroup({ signal }), (group) => {
          noted(group, "A", 10);
        }),
      );
      await sleep(5);
      task.cancel();
      await expect(task).rejects.toBeInstanceOf(CancelledError);
      expect(task.cancelled).toBe(true);
    });
  });
});

function shownAll(error: unknown): string {
  const { errors } = error as AggregateError;
  return `${String(error)}: ${errors.map((each: Error) => each.message).join(", ")}`;
}

function fail(): never {
  throw new Error("no light");
}
