import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { reasonOf } from "../noting.ts";
import { abortable } from "../../../src/patterns/abortable.ts";
import { map, toArray } from "../../../src/patterns/async-iteration.ts";
import { AsyncQueue } from "../../../src/patterns/async-queue.ts";
import { merge } from "../../../src/patterns/merge.ts";
import { nextTurn, sleep } from "../../../src/patterns/sleep.ts";
import { runVirtual } from "../../../src/testing/index.ts";
import { stamped, terminal } from "../../support.ts";
import { counting, silent, ticking } from "./sources.ts";

/*
 * Several streams as one: whoever has an item first comes first. Leaving the loop closes all of them, also the one that
 * waits at that moment: a queue's loop is ended there, and an ordinary generator is told and not waited for.
 */
describe("merge", () => {
  it("gives the items of all sources as they come", async () => {
    const run = await runVirtual(async () => {
      const merged = merge(
        ticking("A", 10, 20),
        ticking("B", 20, 5),
        ticking("C"),
      );
      for await (const item of merged) {
        console.log(item);
      }
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | C closed
        10 ms | A0
        20 ms | B0
        25 ms | B1
        25 ms | B closed
        30 ms | A1
        30 ms | A closed
    `);
  });

  it("takes from those that are ready in the order in which they became ready", async () => {
    await runVirtual(async () => {
      const numbers = await toArray(merge([1, 2, 3], [10, 20], []));
      expect(numbers).toEqual([1, 10, 2, 20, 3]);
    });
  });

  it("takes iterables of any kind, and awaits their items", async () => {
    await runVirtual(async () => {
      const merged = merge(new Set([Promise.resolve("a")]), "b", counting(1));
      expect(await toArray(merged)).toEqual([1, "a", "b"]);
    });
  });

  it("is over at once where there is no source", async () => {
    await runVirtual(async () => {
      expect(await toArray(merge())).toEqual([]);
    });
  });

  it("asks nothing before the first item is wanted, and none for more than one item ahead", async () => {
    await runVirtual(async () => {
      const [a, b] = [counting(), counting()];
      const merged = merge(a, b);
      await sleep(5);
      expect([a.asked, b.asked]).toEqual([0, 0]);
      for (let taken = 1; taken <= 6; taken++) {
        await merged.next();
        await sleep(5);
        expect(a.asked + b.asked).toBeLessThanOrEqual(taken + 1);
      }
      await merged.return();
    });
  });

  it("closes all sources before the loop is left", async () => {
    const run = await runVirtual(async () => {
      const queue = new AsyncQueue<string>();
      const waiting = map(queue, (item) => item);
      for await (const item of merge(ticking("A", 5, 5), waiting, queue)) {
        console.log(item);
        break;
      }
      console.log("left");
      queue.putNowait("for others");
      await nextTurn();
      expect(queue.size).toBe(1);
      expect(await waiting.next()).toMatchObject({ done: true });
    });
    expect(run.output).toBe(terminal`
      A0
      A closed
      left
    `);
  });

  it("waits for those that take their time to close, though one has come of them meanwhile", async () => {
    const run = await runVirtual(async () => {
      const slow = async function* (name: string) {
        try {
          yield name;
        } finally {
          await sleep(10);
          console.log(`${name} closed`);
        }
      };
      for await (const item of merge(slow("A"), slow("B"))) {
        console.log(item);
        await sleep(5);
        break;
      }
      console.log("left");
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | A
        15 ms | A closed
        15 ms | B closed
        15 ms | left
    `);
  });

  it("closes them also before the first item, and while it waits for one", async () => {
    await runVirtual(async () => {
      const unopened = counting();
      await merge(unopened).return();
      expect([unopened.asked, unopened.closed]).toEqual([0, 1]);
      const queue = new AsyncQueue<number>();
      const merged = merge(
        queue,
        map(queue, (item) => item),
      );
      const next = merged.next();
      await nextTurn();
      await merged.return();
      expect(await next).toEqual({ done: true, value: undefined });
    });
  });

  it("does not hang on a source that waits and cannot be interrupted, but tells it", async () => {
    await runVirtual(async () => {
      const [deaf, mapped, other] = [silent(), silent(), counting()];
      const inFn = map([1], () => new Promise(() => {}));
      const merged = merge(
        deaf,
        other,
        map(mapped, (x) => x),
        inFn,
      );
      await merged.next();
      await merged.return();
      expect([deaf.closed, mapped.closed, other.closed]).toEqual([1, 1, 1]);
    });
  });

  it("swallows what comes of a source that it did not wait for", async () => {
    const run = await runVirtual(async () => {
      const late = (async function* () {
        await sleep(20);
        yield "late";
        throw new Error("never asked for");
      })();
      const broken = Object.assign(silent(), {
        return: async (): Promise<never> => {
          await sleep(20);
          throw new Error("cannot close");
        },
      });
      const merged = merge(late, broken, ticking("A", 5, 5));
      await merged.next();
      await merged.return();
      console.log("left");
      await sleep(50);
    });
    expect(stamped(run)).toBe(terminal`
         5 ms | A closed
         5 ms | left
    `);
  });

  it("destroys a stream of Node's that waits", async () => {
    const stream = new Readable({ read: () => {}, objectMode: true });
    const merged = merge(stream, counting());
    await merged.next();
    await merged.return();
    expect(stream.destroyed).toBe(true);
  });

  it("ends with the first failure, and closes the others", async () => {
    const run = await runVirtual(async () => {
      const failing = (async function* () {
        yield "F0";
        await sleep(10);
        throw new Error("no light");
      })();
      const read = async () => {
        for await (const item of merge(ticking("A", 5, 50), failing)) {
          console.log(item);
        }
      };
      await read().catch((error: unknown) => console.log(String(error)));
    });
    expect(stamped(run)).toBe(terminal`
         0 ms | F0
         5 ms | A0
        10 ms | Error: no light   ← A sleeps, is told, and would close at 55 ms
    `);
  });

  it("keeps what closing throws beside the first error", async () => {
    await runVirtual(async () => {
      const first = new Error("no light");
      const [one, two] = [new Error("no key"), new Error("no door")];
      const failing = (async function* () {
        yield 1;
        throw first;
      })();
      const merged = merge(
        failing,
        counting(1, new Error("it has ended, and is not closed")),
        counting(9, one),
        counting(9, two),
      );
      await expect(toArray(merged)).rejects.toMatchObject({
        error: two,
        suppressed: { error: one, suppressed: first },
      });
    });
  });

  it("throws what closing throws where the loop is left without an error", async () => {
    await runVirtual(async () => {
      const [one, two] = [new Error("no key"), new Error("no door")];
      const merged = merge(counting(9, one), counting(9, two));
      await merged.next();
      await expect(merged.return()).rejects.toMatchObject({
        error: two,
        suppressed: one,
      });
    });
  });

  it("is closed by an abort", async () => {
    await runVirtual(async () => {
      const controller = new AbortController();
      const queue = new AsyncQueue<string>();
      const source = counting(0);
      const merged = merge(queue, source);
      const next = abortable(merged, controller.signal).next();
      const seen = reasonOf(next);
      await sleep(5);
      controller.abort("enough");
      expect(await seen).toEqual("enough");
      await nextTurn();
      queue.putNowait("for others");
      await nextTurn();
      expect(queue.size).toBe(1);
    });
  });

  it("refuses what cannot be iterated", () => {
    expect(() => merge([1], 7 as never)).toThrow(
      new TypeError("Cannot merge: the source must be iterable, received 7"),
    );
  });
});
