import { describe, expect, it } from "vitest";
import { inRealTime } from "../hand-clock.ts";

/*
 * In real time, all sleeps share one `setTimeout`: with a timer each, the rounding of two delays can turn equal deadlines
 * round. All sleeps set in one burst of turns count from the moment the burst began, and in a burst that sleepers began,
 * from the moment at which they were due. So sleeps end in the order in which they would end on a machine that is never
 * late. But no sleep is too short by more than 2 ms for that: it waits, and those behind it with it.
 */
describe("sleep in real time", () => {
  it("lasts as long as it is told", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(10), "awake");
      await clock.pass(9.5);
      await clock.pass(0.5);
      expect(log.lines).toEqual(["1010 awake"]);
    });
  });

  it("never ends early: fractions wait for the next whole millisecond", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(0.25), "awake");
      await clock.pass(0.5);
      await clock.pass(0.5);
      expect(log.lines).toEqual(["1001 awake"]);
      expect(clock.delays).toEqual([1]);
    });
  });

  it("is no shorter where the timeout fires too soon, whatever it is called", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      clock.haste = 0.5;
      Object.defineProperty(setTimeout, "name", { value: "bound setTimeout" });
      log.when(sleep(10), "awake");
      await clock.pass(9.5);
      await clock.pass(0.5);
      expect(log.lines).toEqual(["1010 awake"]);
    });
  });

  it("lasts its whole length above 2^31-1 ms, timeout behind timeout", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(5_000_000_000), "awake");
      await clock.pass(2_147_483_647);
      await clock.pass(2_147_483_647);
      await clock.pass(705_032_706);
      expect(log.lines).toEqual(["5000001000 awake"]);
      expect(clock.delays).toEqual([2_147_483_647, 2_147_483_647, 705_032_706]);
    });
  });

  it("sets no timeout for Infinity, so that it keeps no process alive", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const controller = new AbortController();
      const sleeping = sleep(Infinity, controller);
      expect(clock.delays).toEqual([]);
      controller.abort("enough");
      await expect(sleeping).rejects.toBe("enough");
    });
  });

  it("keeps one timeout, for the earliest deadline", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      for (const ms of [30, 10, 20]) {
        log.when(sleep(ms), `slept ${ms}`);
        expect(clock.pending).toBe(1);
      }
      await clock.pass(10);
      await clock.pass(10);
      await clock.pass(10);
      expect(log.lines).toEqual([
        "1010 slept 10",
        "1020 slept 20",
        "1030 slept 30",
      ]);
      expect(clock.delays).toEqual([30, 10, 10, 10]);
      expect(clock.pending).toBe(0);
    });
  });

  it("takes its timeout back when it is aborted", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      const controller = new AbortController();
      const aborted = sleep(10, controller);
      log.when(sleep(30), "slept 30");
      controller.abort("enough");
      await expect(aborted).rejects.toBe("enough");
      expect(clock.delays).toEqual([10, 30]);
      expect(clock.pending).toBe(1);
      await clock.pass(30);
      expect(log.lines).toEqual(["1030 slept 30"]);
    });
  });

  it("sets no timeout below 0, of which Node would complain, for one who is due behind an aborted one", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const controller = new AbortController();
      const aborted = sleep(5, controller).catch((reason: unknown) => reason);
      const sleeping = sleep(10);
      clock.now += 20;
      controller.abort("enough");
      expect(clock.delays).toEqual([5, 0]);
      await clock.pass(0);
      await sleeping;
      expect(await aborted).toBe("enough");
    });
  });

  it("sets no timeout when the last sleep is aborted", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const controller = new AbortController();
      const aborted = sleep(10, controller);
      controller.abort("enough");
      await expect(aborted).rejects.toBe("enough");
      expect(clock.delays).toEqual([10]);
      expect(clock.pending).toBe(0);
    });
  });

  it("goes on where a time beside it is over, which nobody calls off any more", async () => {
    await inRealTime(async ({ library, clock }) => {
      const { sleep, timeout, wait } = library;
      const log = new Log(clock);
      log.when(sleep(30), "slept 30");
      log.when(sleep(40), "slept 40");
      const never = new Promise<void>(() => {});
      log.when(wait([never], { ms: 10 }), "waited");
      const limited = timeout(20, (signal) => sleep(50, { signal }));
      log.when(
        limited.catch(() => {}),
        "the time is over",
      );
      for (let i = 0; i < 4; i++) {
        await clock.pass(10);
      }
      expect(log.lines).toEqual([
        "1010 waited",
        "1020 the time is over",
        "1030 slept 30",
        "1040 slept 40",
      ]);
    });
  });

  it("lines up everyone who is due before the first of them resumes", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(20).then(nextTurn), "A, one turn later");
      await clock.pass(10);
      log.when(sleep(10), "B");
      log.when(sleep(5), "C");
      await clock.pass(10);
      await clock.pass(0);
      expect(log.lines).toEqual(["1020 C", "1020 B", "1020 A, one turn later"]);
    });
  });

  it("counts from the moment the burst of turns began", async () => {
    await inRealTime(async ({ library, clock }) => {
      const log = new Log(clock);
      const napper = async (name: string, ms: number): Promise<void> => {
        await library.nextTurn();
        log.when(library.sleep(ms), name);
        clock.now += 1; // a hiccup
      };
      await Promise.all([napper("A", 20), napper("B", 19), napper("C", 20)]);
      await clock.pass(16);
      await clock.pass(1);
      expect(log.lines).toEqual(["1019 B", "1020 A", "1020 C"]);
    });
  });

  it("counts from the moment the burst began, also behind a lap, however many turns began it", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      const others = [nextTurn(), nextTurn()];
      for (let turn = 0; turn < 130; turn++) {
        clock.now += turn === 32 ? 2 : 0; // so much that the burst leaves the event loop a lap
        await nextTurn();
      }
      await Promise.all(others);
      log.when(sleep(20), "slept 20 since the burst began");
      await clock.pass(18);
      expect(log.lines).toEqual(["1020 slept 20 since the burst began"]);
    });
  });

  it("counts from a new moment for those who wake while others keep the burst going", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      log.when(
        sleep(10).then(() => sleep(10)),
        "slept 10 and 10",
      );
      for (let turn = 0; turn < 1_000; turn++) {
        clock.now += turn % 64 === 32 ? 5 : 0;
        await nextTurn();
      }
      expect(log.lines).toEqual(["1020 slept 10 and 10"]);
    });
  });

  it("counts from the moment before for those who stood in line before them", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      let isAwake = false;
      const sleeping = sleep(2).then(() => (isAwake = true));
      for (let turn = 0; clock.pending > 0; turn++) {
        clock.now += turn === 32 ? 2 : 0;
        await nextTurn();
      }
      expect(isAwake).toBe(false);
      log.when(sleep(20), "slept 20 since the burst began");
      await sleeping;
      await clock.pass(18);
      expect(log.lines).toEqual(["1020 slept 20 since the burst began"]);
    });
  });

  it.each([
    [2, "1020"],
    [2.5, "1020.5"],
    [100, "1118"],
    [100.5, "1120.5"], // there it counts from the clock
  ])(
    "behind %d ms of work lasts until %s: it is never too short by more than 2 ms",
    async (work, end) => {
      await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
        const log = new Log(clock);
        await nextTurn();
        clock.now += work;
        log.when(sleep(20), "slept 20");
        for (let step = 0; step < 40; step++) {
          await clock.pass(0.5);
        }
        expect(log.lines).toEqual([`${end} slept 20`]);
      });
    },
  );

  it("keeps the order of equal sleeps, however much work lies between them", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      for (const name of ["A", "B", "C"]) {
        await nextTurn();
        log.when(sleep(20), name);
        clock.now += 1.5;
      }
      await clock.pass(20);
      expect(log.lines.map((line) => line.at(-1))).toEqual(["A", "B", "C"]);
    });
  });

  it("keeps the order of equal deadlines, whatever hiccup lies between: who may not end yet holds up the others", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      await nextTurn();
      const twice = sleep(10).then(() => sleep(10));
      log.when(twice, "slept 10 and 10");
      clock.now += 5; // a hiccup
      log.when(sleep(20), "slept 20");
      await clock.pass(5);
      await clock.pass(10);
      expect(log.lines).toEqual([]);
      await clock.pass(3);
      expect(log.lines).toEqual(["1023 slept 20", "1023 slept 10 and 10"]);
    });
  });

  it("ends equal sleeps one after the other where work lay between them", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      await nextTurn();
      log.when(sleep(20), "A");
      clock.now += 5;
      log.when(sleep(20), "B");
      for (const ms of [14, 1, 2, 1]) {
        await clock.pass(ms);
      }
      expect(log.lines).toEqual(["1020 A", "1023 B"]);
    });
  });

  it("makes up for 2 ms of being late each time", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      const often = async (): Promise<void> => {
        for (const ms of [10, 10, 10]) {
          log.when(sleep(ms), `slept ${ms}`);
          await sleep(ms);
        }
      };
      const done = often();
      await clock.pass(13);
      await clock.pass(8);
      await clock.pass(9);
      await done;
      expect(log.lines).toEqual([
        "1013 slept 10",
        "1021 slept 10",
        "1030 slept 10",
      ]);
    });
  });

  it("goes on with all that comes of one deadline before it looks at the next, however late it is", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(5).then(nextTurn).then(nextTurn), "A, two turns later");
      log.when(sleep(6), "B");
      await clock.pass(20);
      await clock.pass(0);
      expect(log.lines).toEqual(["1020 A, two turns later", "1020 B"]);
    });
  });

  it("wakes all who are due where others keep the burst going", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(5), "A");
      log.when(sleep(6), "B");
      for (let turn = 0; turn < 1_000; turn++) {
        clock.now += turn === 32 ? 20 : 0;
        await nextTurn();
      }
      expect(log.lines).toEqual(["1020 A", "1020 B"]);
    });
  });

  it("moves to the clock that a test puts in place, and back, with what is left of it", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      log.when(sleep(30), "slept 30 on all three clocks");
      await clock.pass(10);
      const fake = { now: 5, fire: () => {} };
      const putBack = putInPlace({
        performance: { now: () => fake.now },
        setTimeout: (fire: () => void) => (fake.fire = fire),
        clearTimeout: () => (fake.fire = () => {}),
      });
      log.when(sleep(5), "slept 5 on the clock of the test");
      fake.now += 5;
      fake.fire();
      await clock.pass(0);
      putBack();
      log.when(sleep(10), "slept 10 since");
      await clock.pass(10);
      await clock.pass(5);
      expect(log.lines).toEqual([
        "1010 slept 5 on the clock of the test",
        "1020 slept 10 since",
        "1025 slept 30 on all three clocks",
      ]);
      expect(clock.pending).toBe(0);
    });
  });

  it("moves also where a test replaces only performance.now", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      const putBack = putInPlace({ performance: { now: () => 1e6 } });
      log.when(sleep(5), "slept 5, set on the clock of the test");
      putBack();
      log.when(sleep(10), "slept 10");
      await clock.pass(5);
      await clock.pass(5);
      expect(log.lines).toEqual([
        "1005 slept 5, set on the clock of the test",
        "1010 slept 10",
      ]);
    });
  });

  it("moves also where a test replaces only its timers", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const cleared: unknown[] = [];
      const putBack = putInPlace({
        setTimeout: (_: () => void, ms: number) => `timeout of ${ms} ms`,
        clearTimeout: (timeout: unknown) => cleared.push(timeout),
      });
      const sleeping = sleep(5);
      putBack();
      const later = sleep(10);
      expect(cleared.at(-1)).toBe("timeout of 5 ms");
      await clock.pass(5);
      await sleeping;
      await clock.pass(5);
      await later;
    });
  });

  it("takes the time of such timers for what has passed when one fires, and gives back what is left", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const log = new Log(clock);
      const timeouts: [fire: () => void, ms: number][] = [];
      const putBack = putInPlace({
        setTimeout: (...timeout: [() => void, number]) =>
          timeouts.push(timeout),
        clearTimeout: () => timeouts.pop(),
      });
      const pass = async () => {
        const [fire, ms] = timeouts.pop() as [() => void, number];
        fire();
        await clock.pass(0);
        return ms;
      };
      log.when(sleep(2 ** 31), "slept longer than a timeout can last");
      log.when(sleep(1_000), "slept 1000");
      log.when(sleep(3_000), "slept 3000");
      expect(await pass()).toBe(1_000);
      expect(await pass()).toBe(2_000);
      expect(log.lines).toEqual(["1000 slept 1000", "1000 slept 3000"]);
      expect(await pass()).toBe(2 ** 31 - 3_000);
      log.when(sleep(20), "slept 20");
      putBack();
      log.when(sleep(50), "slept 50 on the clock that was put back");
      await clock.pass(20);
      await clock.pass(30);
      expect(log.lines.slice(2)).toEqual([
        "1000 slept longer than a timeout can last",
        "1020 slept 20",
        "1050 slept 50 on the clock that was put back",
      ]);
    });
  });

  it("does so, too, where it was loaded while a test's timers were in place, and no more once they are put back", async () => {
    const timeouts: (() => void)[] = [];
    const setTimeout = Object.assign(
      (fire: () => void) => timeouts.push(fire),
      { clock: "of the test" },
    );
    await inRealTime(
      async ({ library: { sleep }, clock }) => {
        const log = new Log(clock);
        log.when(sleep(1_000), "slept 1000 on the clock of the test");
        timeouts.pop()?.();
        await clock.pass(0);
        putInPlace(clock);
        clock.haste = 0.5;
        log.when(sleep(10), "slept 10, with a timeout that fired too soon");
        await clock.pass(9.5);
        await clock.pass(0.5);
        expect(log.lines).toEqual([
          "1000 slept 1000 on the clock of the test",
          "1010 slept 10, with a timeout that fired too soon",
        ]);
      },
      { setTimeout, clearTimeout: () => timeouts.pop() },
    );
  });

  it("gives no clock a timeout to clear that another one has set", async () => {
    await inRealTime(async ({ library: { sleep }, clock }) => {
      const cleared: unknown[] = [];
      const sleeping = sleep(5);
      await clock.pass(5);
      await sleeping;
      const putBack = putInPlace({
        performance: { now: () => 1e6 },
        setTimeout: () => "of the test",
        clearTimeout: (timeout: unknown) => cleared.push(timeout),
      });
      void sleep(5);
      putBack();
      void sleep(5);
      expect(new Set(cleared)).toEqual(new Set([undefined, "of the test"]));
    });
  });

  it("counts from the clock in place where that is behind the moment the burst began", async () => {
    await inRealTime(async ({ library: { nextTurn, sleep }, clock }) => {
      await nextTurn();
      const putBack = putInPlace({ performance: { now: () => 5 } });
      void sleep(20);
      putBack();
      expect(clock.delays).toEqual([20]);
    });
  });
});

/** Puts another clock in place. @returns a function that puts the one before back */
function putInPlace(clock: object): () => void {
  const before = { setTimeout, clearTimeout, performance };
  Object.assign(globalThis, clock);
  return () => Object.assign(globalThis, before);
}

/** Notes when something happens. */
class Log {
  readonly lines: string[] = [];
  readonly #clock: { now: number };

  constructor(clock: { now: number }) {
    this.#clock = clock;
  }

  when(promise: Promise<unknown>, what: string): void {
    void promise.then(() => this.lines.push(`${this.#clock.now} ${what}`));
  }
}
