import { once } from "node:events";
import { stat } from "node:fs/promises";
import { Agent, createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, nextTurn, sleep } from "../../../src/index.ts";
import {
  LivelockError,
  runVirtual,
  type VirtualOptions,
} from "../../../src/testing/index.ts";
import { failureOf } from "../stuck.ts";

/*
 * A deadlock stands still; a livelock runs for ever and gets nowhere: turn follows turn, and no time passes. No test
 * can tell that from a long computation, so there is a bound to how much may happen at one virtual moment. The code that
 * comes next when the bound is passed is most likely the code that spins.
 */
describe("A livelock", () => {
  async function livelockOf(
    main: () => unknown,
    options: VirtualOptions = { jobsPerMoment: 50 },
  ): Promise<string> {
    const error = await failureOf(main, options);
    if (!(error instanceof LivelockError)) {
      throw error;
    }
    return error.message;
  }

  it("names a task that takes turn after turn", async () => {
    const message = await livelockOf(async () => {
      await sleep(5);
      createTask(spin, { name: "spinner" });
      await sleep(1);
    });
    expect(message).toBe(
      "Cannot go on: at 5 ms more than 50 jobs ran and time did not pass, the next is spinner (nextTurn); jobsPerMoment allows more",
    );
  });

  it("names a task that finds its queue ready every time", async () => {
    const message = await livelockOf(async () => {
      const queue = new AsyncQueue<number>();
      const feedItself = async (): Promise<never> => {
        for (;;) {
          await queue.put(1);
          await queue.get();
        }
      };
      createTask(feedItself, { name: "feeder" });
      await sleep(1);
    });
    expect(message).toBe(
      "Cannot go on: at 0 ms more than 50 jobs ran and time did not pass, the next is feeder; jobsPerMoment allows more",
    );
  });

  it("names the code whose immediates follow one another", async () => {
    const message = await livelockOf(async () => {
      const again = (): void => void setImmediate(again);
      again();
      await sleep(1);
    });
    expect(message).toBe(
      "Cannot go on: at 0 ms more than 50 jobs ran and time did not pass, the next is main (immediate); jobsPerMoment allows more",
    );
  });

  it.each([
    ["messages", undefined],
    ["messages by ports from before the run", new MessageChannel()],
  ])("names the code whose %s follow one another", async (_, older) => {
    let channel = older;
    const message = await livelockOf(async () => {
      const { port1, port2 } = (channel ??= new MessageChannel());
      port1.on("message", () => port1.postMessage("ping"));
      port2.on("message", () => port2.postMessage("pong"));
      port1.postMessage("ping");
      await new Promise(() => {});
    });
    channel?.port1.close();
    expect(message).toBe(
      "Cannot go on: at 0 ms real I/O has cost more than 50 calls of stat do and time did not pass, the last to go on was main; jobsPerMoment allows more",
    );
  });

  it.each([
    ["", "time did not pass", 50, 50, () => true],
    [
      " until a date",
      "no time passed but what they took",
      10_000,
      2_500,
      () => Date.now() < Date.UTC(2100),
    ],
  ])(
    "names the code that asks for files again and again%s",
    async (_, passed, jobsPerMoment, most, goesOn) => {
      let asked = 0; // it has an end, since a run waits for what it leaves in flight
      const message = await livelockOf(
        async () => {
          while (++asked < most + 100 && goesOn()) {
            await stat(".");
          }
        },
        { jobsPerMoment, traces: 0 },
      );
      expect(message.replace(/at \d+ ms/, "at some moment")).toBe(
        `Cannot go on: at some moment real I/O has cost more than ${most} calls of stat do and ${passed}, the last to go on was main; jobsPerMoment allows more`,
      );
    },
  );

  it("names the code that asks a server for ever beside timers that end in time", async () => {
    let isOver = false;
    let asking: Promise<void> | undefined;
    const message = await livelockOf(
      () =>
        (asking = askWhile(
          () => !isOver,
          () => wait(1),
        )),
      { jobsPerMoment: 36_000, traces: 0 },
    );
    isOver = true;
    await asking; // so that it costs no later run anything
    expect(message.replace(/at \d+ ms/, "at some moment")).toBe(
      "Cannot go on: at some moment real I/O has cost more than 5400 calls of stat do and no time passed but what they took, the last to go on was main; jobsPerMoment allows more",
    );
  });

  it("is none where the clock shows in time what files that are asked for until then have taken", async () => {
    const { elapsed } = await runVirtual(
      async () => {
        const end = Date.now() + 10;
        while (Date.now() < end) {
          await stat(".");
        }
      },
      { jobsPerMoment: 16_000 },
    );
    expect(elapsed).toBeGreaterThanOrEqual(10);
  });

  it("is none where it shows what a server that is asked has taken beside timers that end meanwhile", async () => {
    const { elapsed } = await runVirtual(
      () => {
        const end = Date.now() + 50;
        return askWhile(
          () => Date.now() < end,
          () => wait(5),
        );
      },
      { jobsPerMoment: 300_000 },
    );
    expect(elapsed).toBe(50);
  });

  it("knows what had been printed", async () => {
    const error = await failureOf(
      async () => {
        console.log("spinning");
        await spin();
      },
      { jobsPerMoment: 50 },
    );
    expect(error).toMatchObject({ lines: [{ at: 0, text: "spinning" }] });
  });

  it("is none where each moment keeps to the bound, however many there are", async () => {
    const busy = async (): Promise<void> => {
      for (let ms = 0; ms < 20; ms++) {
        await sleep(1);
        for (let turn = 0; turn < 40; turn++) {
          await nextTurn();
        }
      }
    };
    await expect(livelockOf(busy)).rejects.toThrow("the run succeeds");
  });

  it("counts every put that need not wait, and begins with the one beyond the bound", async () => {
    await expect(livelockOf(putting(50))).rejects.toThrow("the run succeeds");
    expect(await livelockOf(putting(51))).toBe(
      "Cannot go on: at 0 ms more than 50 jobs ran and time did not pass, the next is main; jobsPerMoment allows more",
    );
  });

  it("counts each kind of job for itself: so many tasks may start at once, and each may have a turn", async () => {
    await expect(livelockOf(starting(50))).rejects.toThrow("the run succeeds");
    expect(await livelockOf(starting(51))).toBe(
      "Cannot go on: at 0 ms more than 50 jobs ran and time did not pass, the next is Task-51 (start); jobsPerMoment allows more",
    );
  });

  it("leaves nothing running: the spinning code never goes on", async () => {
    let turns = 0;
    await livelockOf(async () => {
      for (;;) {
        await nextTurn();
        turns++;
      }
    });
    const before = turns;
    await new Promise((resolve) => setImmediate(resolve));
    expect([before, turns]).toEqual([50, 50]);
  });

  const putting = (count: number) => async (): Promise<void> => {
    const queue = new AsyncQueue<number>();
    for (let item = 0; item < count; item++) {
      await queue.put(item);
    }
  };

  const starting = (count: number) => async (): Promise<void> => {
    const start = (): Promise<void> => createTask(() => nextTurn());
    await Promise.all(Array.from({ length: count }, start));
  };

  /** Asks a server of its own again and again, and goes on with the answer, or with what comes sooner. */
  async function askWhile(
    goesOn: () => boolean,
    sooner: () => Promise<unknown>,
  ): Promise<void> {
    const server = createServer((_, answer) => answer.end()).listen(0);
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    const agent = new Agent({ keepAlive: true });
    while (goesOn()) {
      const answer = once(get({ port, agent }), "response");
      const read = answer.then(([it]) => text(it as IncomingMessage));
      await Promise.race([read, sooner()]);
    }
    agent.destroy();
    server.close();
  }

  async function spin(): Promise<never> {
    for (;;) {
      await nextTurn();
    }
  }
});
