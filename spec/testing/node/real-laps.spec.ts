import { createHook } from "node:async_hooks";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile as readFileCallingBack } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { MessageChannel } from "node:worker_threads";
import { beforeAll, describe, expect, it } from "vitest";
import { sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { realWait } from "./real-wait.ts";

/*
 * Virtual time passes between two ticks of the real event loop. A run takes laps of that loop only where something real is
 * under way: one after the other where news may come on any of them, and where the run can only wait, one a millisecond and
 * one for all that it hears. So these rules count real immediates and timeouts.
 */
describe("The real event loop under a virtual run", () => {
  type Laps = Record<"Immediate" | "Timeout", number>;

  // The first run of a process makes a real timeout, to see whose functions make them.
  beforeAll(() => runVirtual(() => {}));

  /** How many real immediates and timeouts come to be while a program runs. */
  async function lapsOf(main: (laps: Laps) => Promise<unknown>) {
    const laps: Laps = { Immediate: 0, Timeout: 0 };
    while (process.getActiveResourcesInfo().includes("Immediate")) {
      await new Promise((resolve) => setImmediate(resolve)); // for one from before it, a run takes a lap
    }
    const hook = createHook({
      init: (_, type) => {
        if (type === "Immediate" || type === "Timeout") {
          laps[type]++;
        }
      },
    }).enable();
    await runVirtual(() => main(laps));
    hook.disable();
    return laps;
  }

  /** Runs a program while it has a server open, and closes that. */
  async function withServer(main: () => Promise<unknown>): Promise<void> {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    await main();
    server.close();
    await once(server, "close");
  }

  it("takes no lap while nothing is real", async () => {
    const laps = await lapsOf(async () => {
      for (let count = 0; count < 100; count++) {
        await sleep(1_000);
      }
    });
    expect(laps).toEqual({ Immediate: 0, Timeout: 0 });
  });

  it("rests while a file is read, and no longer than that takes", async () => {
    const rests = new Set<number>();
    const ended = new Set<number>();
    const hook = createHook({
      init: (id, type) => void (type === "Timeout" && rests.add(id)),
      before: (id) => void (rests.has(id) && ended.add(id)),
    }).enable();
    await runVirtual(() => readFile(import.meta.filename));
    hook.disable();
    expect(rests.size).toBeGreaterThan(ended.size); // what is heard comes behind the timers of its lap
  });

  it("rests between laps while there is only a server that nobody calls", async () => {
    const laps = await lapsOf((seen) =>
      withServer(async () => {
        while (seen.Timeout < 3) {
          await realWait(1);
        }
      }),
    );
    expect(laps.Timeout).toBeGreaterThanOrEqual(3);
  });

  it("does not rest while there is a timer beside a server that nobody calls", async () => {
    const laps = await lapsOf(() =>
      withServer(async () => {
        await sleep(1);
        await sleep(1);
      }),
    );
    expect(laps.Timeout).toBe(0);
  });

  it.each<[string, (begin: () => void) => unknown]>([
    ["polls", (begin) => readFileCallingBack("package.json", begin)],
    ["calls immediates", (begin) => setImmediate(begin)],
    ["calls timers", (begin) => setTimeout(begin)],
  ])(
    "brings a message before the first immediate, also where the loop %s as the run begins",
    async (_, callBack) => {
      const order: string[] = [];
      const main = async (): Promise<void> => {
        const { port1, port2 } = new MessageChannel();
        port2.on("message", () => order.push("message"));
        port1.postMessage("");
        setImmediate(() => order.push("immediate"));
        await sleep(1);
        port1.close();
      };
      await new Promise((resolve) => {
        callBack(() => resolve(runVirtual(main)));
      });
      expect(order).toEqual(["message", "immediate"]);
    },
  );

  it("brings what answers that message behind the immediate, as in Node", async () => {
    const order: string[] = [];
    const main = async (): Promise<void> => {
      const { port1, port2 } = new MessageChannel();
      port1.on("message", () => order.push("answer"));
      port2.on("message", () => {
        order.push("message");
        port2.postMessage("");
      });
      port1.postMessage("");
      setImmediate(() => order.push("immediate"));
      await sleep(1);
      port1.close();
    };
    await new Promise((resolve) => {
      setImmediate(() => resolve(runVirtual(main)));
    });
    expect(order).toEqual(["message", "immediate", "answer"]);
  });

  it("has patience with another process once, and not for each moment", async () => {
    const moments = 100;
    let [first, others] = [0, 0];
    await lapsOf(async (laps) => {
      const sleeper = spawn("sleep", ["1000"], { stdio: "ignore" });
      await sleep(1);
      first = laps.Timeout;
      for (let count = 0; count < moments; count++) {
        await sleep(1);
      }
      others = laps.Timeout - first;
      sleeper.kill();
      await once(sleeper, "exit");
    });
    expect(first).toBeGreaterThan(1);
    // None, but where a busy machine lets the process begin only now: what is at work is waited for.
    expect(others).toBeLessThan(moments);
  });
});
