import { AsyncResource } from "node:async_hooks";
import { once } from "node:events";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { describe, expect, it, vi } from "vitest";
import { createTask } from "../../../src/patterns/task.ts";
import {
  DeadlockError,
  explore,
  LivelockError,
} from "../../../src/testing/index.ts";
import { checkOptions } from "../../../src/testing/run/options.ts";
import { VirtualWorld } from "../../../src/testing/run/world.ts";
import { promisesTakeIds } from "../promise-ids.ts";

const EMPTY_MODULE = new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/*
 * A search waits for real I/O as a run does. It looks for any in the first schedule, and further on only if there was some,
 * since most programs that are searched have none. At its end it looks once more at each ending in which there may have been
 * some; where it turns out that it has overlooked some, it begins anew.
 */
describe("Real I/O in a search", () => {
  const outputs = ({ outcomes }: Awaited<ReturnType<typeof explore>>) =>
    outcomes.map(({ output, error }) => [output, error]);
  /** Two tasks begin: a, then b; in another schedule, b before a. */
  const orderOfTwo = async () => {
    const order: string[] = [];
    await Promise.all(
      ["a", "b"].map((name) =>
        createTask(() => {
          order.push(name);
        }),
      ),
    );
    return order;
  };

  /** The names in the order in which their waits end. */
  async function orderOf(
    names: readonly string[],
    wait: () => PromiseLike<unknown>,
  ): Promise<string> {
    const order: string[] = [];
    const one = async (name: string): Promise<void> => {
      await wait();
      order.push(name);
    };
    await Promise.all(names.map(one));
    return order.join(" ");
  }

  const tickBehind = async (wait: PromiseLike<void>): Promise<void> => {
    await wait;
    await new Promise<void>((resolve) => process.nextTick(resolve));
  };

  const immediateBehind = async (wait: PromiseLike<void>): Promise<void> => {
    await wait;
    await new Promise((resolve) => setImmediate(resolve));
  };

  it("is waited for, and the search says that it took part", async () => {
    const search = await explore(async () => {
      await promisify(gzip)("x");
      console.log("done");
    });
    expect(outputs(search)).toEqual([["done\n", undefined]]);
    expect(search.io).toBe(true);
  });

  it("is waited for in each schedule", async () => {
    const search = await explore(async () => {
      const tasks = ["a", "b"].map((name) =>
        createTask(async () => {
          console.log(name);
          await readFile(import.meta.filename);
        }),
      );
      await Promise.all(tasks);
    });
    expect(outputs(search)).toEqual([
      ["a\nb\n", undefined],
      ["b\na\n", undefined],
    ]);
  });

  it("a server and its client answer one another in each schedule", async () => {
    const search = await explore(async () => {
      const server = createServer((_, response) => response.end("body"));
      await once(server.listen(0, "127.0.0.1"), "listening");
      const { port } = server.address() as AddressInfo;
      const tasks = ["a", "b"].map((name) =>
        createTask(async () => {
          console.log(name);
          const response = await fetch(`http://127.0.0.1:${port}`);
          return response.text();
        }),
      );
      const bodies = await Promise.all(tasks);
      server.closeAllConnections();
      server.close();
      await once(server, "close");
      return bodies;
    });
    expect(outputs(search)).toEqual([
      ["a\nb\n", undefined],
      ["b\na\n", undefined],
    ]);
    expect(search.io).toBe(true);
  });

  it("is found also where the first schedule has none", async () => {
    const search = await explore(async () => {
      const order = await orderOfTwo();
      if (order[0] === "b") {
        await readFile(import.meta.filename);
      }
      console.log(order.join(" "));
    });
    expect(outputs(search)).toEqual([
      ["a b\n", undefined],
      ["b a\n", undefined],
    ]);
    expect(search).toMatchObject({ complete: true, io: true });
  });

  it("has ended that a schedule has left in flight, before the search begins anew", async () => {
    const world = await VirtualWorld.open(undefined);
    try {
      const settings = checkOptions("try", {}, {});
      let isKnown = false;
      const look = () => stat(import.meta.filename);
      const main = (): void => {
        void look() // twice, since one may be over within a lap
          .then(look)
          .then(() => (isKnown = true));
      };
      await world.run(main, { ...settings, traces: 0, patience: undefined });
      expect(isKnown).toBe(false);
      await world.settle();
      expect(isKnown).toBe(true);
    } finally {
      await world.close();
    }
  });

  it("is over that a schedule has left in flight, before the next one begins", async () => {
    const search = await explore(async () => {
      await readFile(import.meta.filename);
      void stat(import.meta.filename).then(() => console.log("late"));
      const order = await orderOfTwo();
      console.log(order.join(" "));
    });
    expect(outputs(search)).toEqual([
      ["a b\n", undefined],
      ["b a\n", undefined],
    ]);
  });

  it("is looked for no further in other endings once it has been found", async () => {
    let runs = 0;
    const { schedules, io } = await explore(async () => {
      runs++;
      const order = await orderOf(["a", "b", "c"], () => createTask(() => {}));
      if (order[0] !== "a") {
        const late = new Promise((resolve) => setTimeout(resolve, 5));
        await Promise.race([readFile(import.meta.filename), late]);
      }
      console.log(order);
    });
    expect(io).toBe(true);
    expect(runs).toBe(2 * (schedules + 1) + 1);
  });

  it("is found also where a timer would seem to be faster in a later schedule", async () => {
    const search = await explore(async () => {
      const order = await orderOfTwo();
      if (order[0] === "b") {
        const read = readFile(import.meta.filename).then(() => "read");
        const late = new Promise((r) => setTimeout(r, 5, "late"));
        console.log(await Promise.race([read, late]));
      }
    });
    expect(outputs(search)).toEqual([
      ["", undefined],
      ["read\n", undefined],
    ]);
    expect(search).toMatchObject({ complete: true, io: true });
  });

  it("is not looked for once the first schedule has had none", async () => {
    const node = process as unknown as { _getActiveRequests(): unknown[] };
    const asked = vi.spyOn(node, "_getActiveRequests");
    const counts: number[] = [];
    const search = await explore(async () => {
      await Promise.all(["a", "b"].map(() => createTask(() => {})));
      counts.push(asked.mock.calls.length);
    });
    asked.mockRestore();
    expect(search).toMatchObject({ schedules: 6, io: false });
    const [first, ...others] = counts;
    expect(first).toBeGreaterThan(0);
    expect(others).toEqual(Array<unknown>(6).fill(others[0]));
  });

  it.each([
    ["turns", () => createTask(() => {})],
    ["timers", () => new Promise((resolve) => setTimeout(resolve, 5))],
    ["ticks", () => tickBehind(createTask(() => {}))],
    ["immediates", () => immediateBehind(createTask(() => {}))],
  ])("is certain not to be in a run of %s", async (_, wait) => {
    let runs = 0;
    const isCertain = !promisesTakeIds();
    const { schedules, outcomes } = await explore(async () => {
      runs++;
      console.log(await orderOf(["a", "b", "c"], wait));
    });
    const looks = isCertain ? 0 : outcomes.length - 1;
    expect(outcomes).toHaveLength(6);
    expect(runs).toBe(schedules + 1 + looks); // the ordinary one once more
  });

  it("is looked for in an ending where Node has made something that nobody knows", async () => {
    let runs = 0;
    const search = await explore(async () => {
      runs++;
      const made = () => new AsyncResource("JOB");
      const order = await orderOf(["a", "b"], () => createTask(made));
      console.log(order);
    });
    expect(search).toMatchObject({ schedules: 6, io: false });
    expect(runs).toBe(search.schedules + 1 + search.outcomes.length - 1);
  });

  it.each([
    ["the compiling of WebAssembly", () => WebAssembly.compile(EMPTY_MODULE)],
    ["a signal", async () => void process.kill(process.pid, 0)],
  ])("is found where %s in a later schedule takes no id", async (_, real) => {
    const search = await explore(async () => {
      const order = await orderOfTwo();
      if (order[0] === "b") {
        const done = real().then(() => "done");
        const late = new Promise((r) => setTimeout(r, 5, "late"));
        console.log(await Promise.race([done, late]));
      }
    });
    expect(outputs(search)).toEqual([
      ["", undefined],
      ["done\n", undefined],
    ]);
    expect(search).toMatchObject({ complete: true, io: true });
  });

  it("is one ending where it costs more than allowed, whenever it does", async () => {
    const { outcomes } = await explore(
      async () => {
        const [first] = await orderOfTwo();
        await new Promise((done) => setTimeout(done, first === "a" ? 1 : 2));
        for (let calls = 0; calls < 150; calls++) {
          await stat("package.json");
        }
      },
      { jobsPerMoment: 100 },
    );
    expect(outcomes).toMatchObject([{ error: expect.any(LivelockError) }]);
  });

  it("two runs of one schedule that end differently are not mixed", async () => {
    let runs = 0;
    const search = await explore(async () => {
      console.log("run");
      if (++runs === 1) {
        await new Promise(() => {});
      }
    });
    const [outcome] = search.outcomes;
    expect(outcome?.output).toBe("run\n");
    expect(outcome?.error).toBeInstanceOf(DeadlockError);
    expect(search).toMatchObject({
      complete: false,
      notDeterministic:
        "not deterministic: two runs of one schedule differ, main threw DeadlockError: Cannot finish: nothing is ready and no timer is pending, and then returned\nthe ordinary order",
    });
  });
});
