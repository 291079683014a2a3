import { readFile } from "node:fs/promises";
import { setImmediate as nextLap } from "node:timers/promises";
import { MessageChannel } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { DeadlockError, runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { failureOf } from "../stuck.ts";

/*
 * Node's loop turns in laps: timers, then what comes from outside, then the immediates that were set in the lap before. An
 * immediate without a ref does not make it turn; it runs when the loop wakes up, which is before the timers for which it
 * wakes.
 */
describe("Immediates in a virtual run", () => {
  const pass = (ms: number): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, ms));
  const print = (text: string) => () => console.log(text);

  it("come behind the messages of the lap before, and before those of their own", async () => {
    const { port1, port2 } = new MessageChannel();
    const run = await runVirtual(async () => {
      await nextLap(); // from here on it is certain where in its lap the real loop is
      port2.on("message", (text: string) => {
        console.log(text);
        setImmediate(print(`immediate behind the ${text}`));
      });
      port1.postMessage("first message", []);
      setImmediate(() => {
        console.log("immediate");
        port1.postMessage("second message", []);
        setImmediate(print("next immediate"));
      });
      await pass(1);
      port1.close();
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | first message
         0 ms | immediate
         0 ms | immediate behind the first message
         0 ms | second message
         0 ms | next immediate
         0 ms | immediate behind the second message
    `);
  });

  it("leave time where it is until a message to a port from before the run has come", async () => {
    const { port1, port2 } = new MessageChannel();
    port2.on("message", (text: string) => console.log(text));
    const run = await runVirtual(async () => {
      await pass(5);
      port1.postMessage("message", []);
      await pass(5);
    });
    port1.close();
    expect(stamped(run)).toBe("   5 ms | message\n");
  });

  describe("take time where very many laps of them follow one another, as where code looks on each whether it can go on,", () => {
    const lap = (): Promise<void> =>
      new Promise((resolve) => setImmediate(resolve));

    it("until the timer has fired for which it looks", async () => {
      const run = await runVirtual(async () => {
        let isThere = false;
        setTimeout(() => (isThere = true), 5);
        setTimeout(print("guard"), 5_000).unref();
        while (!isThere) {
          await lap();
        }
      });
      expect(run).toMatchObject({ output: "", elapsed: 5 });
    });

    it("until the clock shows for what it looks, and no more time than the run has", async () => {
      const poll = async (): Promise<void> => {
        const end = Date.now() + 5;
        while (Date.now() < end) {
          await lap();
        }
      };
      expect((await runVirtual(poll)).elapsed).toBe(5);
      expect(
        String(await failureOf(() => poll(), { maxElapsed: 3 })),
      ).toContain("more than the 3 ms of maxElapsed");
    });

    it("and are a livelock all the same where nothing ends them", async () => {
      const error = await failureOf(
        async () => {
          setInterval(() => {}, 10);
          for (;;) {
            await lap();
          }
        },
        { jobsPerMoment: 11_000 },
      );
      expect(String(error)).toBe(
        "LivelockError: Cannot go on: at 9 ms more than 11000 jobs ran and no time passed but what they took, the next is main (immediate); jobsPerMoment allows more",
      );
    });
  });

  it("without a ref run as time moves on, before the timers that are due then", async () => {
    const run = await runVirtual(async () => {
      setTimeout(print("timer"), 5);
      setImmediate(print("cleared")).unref()[Symbol.dispose]();
      setImmediate(() => {
        console.log("immediate");
        setImmediate(print("next"));
      }).unref();
      await pass(10);
    });
    expect(stamped(run)).toBe(terminal`
         5 ms | immediate
         5 ms | timer
         5 ms | next
    `);
  });

  it("without a ref run as the loop wakes up for a timer that was called off, or set anew, meanwhile", async () => {
    const run = await runVirtual(async () => {
      clearTimeout(setTimeout(print("cleared"), 2));
      const late = setTimeout(print("set anew"), 9);
      setImmediate(print("at once")).unref();
      setTimeout(() => {
        late.refresh();
        clearTimeout(setTimeout(print("cleared"), 1)); // it sets its alarm once all that are due have fired
        setImmediate(print("immediate")).unref();
      }, 5);
      await pass(20);
    });
    expect(stamped(run)).toBe(terminal`
         2 ms | at once
         9 ms | immediate
        14 ms | set anew
    `);
  });

  it("without a ref run among those with one", async () => {
    const run = await runVirtual(async () => {
      setImmediate(print("without")).unref();
      setImmediate(print("with"));
      await pass(10);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | without
         0 ms | with
    `);
  });

  it("without a ref run when real I/O wakes up the loop", async () => {
    const run = await runVirtual(async () => {
      setImmediate(print("immediate")).unref();
      await readFile(import.meta.filename);
      console.log("read");
    });
    const texts = run.lines.map(({ text }) => text);
    expect(texts.toSorted()).toEqual(["immediate", "read"]); // the disk decides which is first
  });

  it("without a ref keep no program alive", async () => {
    const main = async (): Promise<unknown> =>
      new Promise((resolve) => setImmediate(resolve).unref());
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
  });

  it("of node:timers/promises without a ref keep no program alive, and run with others", async () => {
    const main = (): Promise<unknown> => nextLap("run", { ref: false });
    await expect(runVirtual(main)).rejects.toThrow(DeadlockError);
    const { result } = await runVirtual(() => Promise.all([main(), nextLap()]));
    expect(result).toEqual(["run", undefined]);
  });

  it("of node:timers/promises can be aborted by one that runs before them", async () => {
    const controller = new AbortController();
    const run = await runVirtual(async () => {
      setImmediate(() => controller.abort());
      const aborted = nextLap("run", controller).catch(String);
      const other = nextLap("other");
      console.log(await aborted, await other);
    });
    expect(run.output).toBe("AbortError: The operation was aborted other\n");
  });

  it("take no ref once they run or were called off", async () => {
    const run = await runVirtual(async () => {
      const cleared = setImmediate(print("cleared"));
      clearImmediate(cleared);
      const running = setImmediate(() => console.log(running.ref().hasRef()));
      await pass(1);
      console.log(running.ref().hasRef(), cleared.ref().hasRef());
    });
    expect(run.output).toBe("false\nfalse false\n");
  });

  it("are reached behind one that was called off", async () => {
    const run = await runVirtual(async () => {
      setImmediate(() => {
        setImmediate(print("next"));
        clearImmediate(cleared);
        console.log(cleared.hasRef());
      });
      const cleared = setImmediate(print("cleared"));
      await pass(1);
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | false
         0 ms | next
    `);
  });
});
