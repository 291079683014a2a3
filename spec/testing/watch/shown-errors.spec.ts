import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AsyncQueue, createTask, sleep } from "../../../src/index.ts";
import { explore, runVirtual } from "../../../src/testing/index.ts";
import { blockedIn, failureOf, placesIn, withoutColumns } from "../stuck.ts";

/*
 * A runner of tests shows the code at the first place of an error's stack. So the kit's errors have the stack of the code
 * that waits. What a failed run had printed stands behind the stack of any error, where whoever prints that as it is shows
 * it, and in a property. Its message and cause, and what it is equal to, stay as they are.
 */
describe("What a runner shows of a run that fails", () => {
  const place = placesIn(import.meta.url);
  const lost = (): never => {
    throw new Error("lost");
  };

  it("is the place where main waits, also where a task is named first", async () => {
    const error = await failureOf(async () => {
      createTask(() => new AsyncQueue().get(), { name: "reader" });
      await sleep(1);
      await new Promise(() => {}); // main waits
    });
    const [name, ...rest] = stackOf(error);
    expect(name).toBe(
      "DeadlockError: Cannot finish: nothing is ready and no timer is pending",
    );
    const frames = rest.filter((line) => line.startsWith("    at "));
    expect(withoutColumns(`${frames[0]}`)).toContain(place("main waits"));
  });

  it("is the place of another who waits, where main's is not known", async () => {
    const error = await failureOf(() => {
      createTask(() => new AsyncQueue().get()); // another
      return new Promise(() => {});
    });
    const frames = stackOf(error).filter((line) => line.startsWith("    at "));
    expect(withoutColumns(`${frames[0]}`)).toContain(place("another"));
  });

  it("is the usual stack where no place is known", async () => {
    const error = await failureOf(() => new Promise(() => {}), { traces: 0 });
    expect(stackOf(error).join()).toContain("deadlock");
  });

  it("names each of two calls that hang at one line", async () => {
    async function hang(): Promise<void> {
      await new Promise(() => {}); // hangs
    }
    const blocked = await blockedIn(async () => {
      await Promise.all([hang(), hang()]);
    });
    const line = `main waits for a promise since 0 ms at ${place("hangs")} (hang)`;
    expect(blocked).toEqual([line, line]);
  });

  it("names a hundred who wait, and counts the others", async () => {
    async function hang(): Promise<void> {
      await new Promise(() => {});
    }
    const blocked = await blockedIn(async () => {
      await Promise.all(Array.from({ length: 107 }, hang));
    });
    expect(blocked).toHaveLength(101);
    expect(blocked.at(-1)).toBe("and 7 more");
  });

  it("is what was printed, behind the stack and in a property of its own", async () => {
    const error = await failureOf(async () => {
      console.log("begins");
      await sleep(7);
      console.log("goes on");
      lost();
    });
    expect(stackOf(error).slice(-4)).toEqual([
      "",
      "  printed:",
      "    0 ms | begins",
      "    7 ms | goes on",
    ]);
    expect(inspect(error)).toContain("7 ms | goes on");
    expect(error).toHaveProperty("printed", "0 ms | begins\n7 ms | goes on");
    expect(Object.keys(error as object)).toEqual([]);
    expect(error).toMatchObject({ message: "lost" });
  });

  it("is the last twenty lines of many", async () => {
    const error = await failureOf(() => {
      for (let line = 1; line <= 25; line++) console.log(line);
      lost();
    });
    expect(stackOf(error).slice(-21, -19)).toEqual([
      "    (5 lines before)",
      "    0 ms | 6",
    ]);
  });

  it("is that of the last run, where one error fails two", async () => {
    const error = new Error("one");
    for (const text of ["first", "second"]) {
      await failureOf(() => {
        console.log(text);
        throw error;
      });
    }
    expect(stackOf(error).slice(-2)).toEqual([
      "  printed:",
      "    0 ms | second",
    ]);
    expect(`${error.stack}`.match(/printed:/g)).toHaveLength(1);
  });

  it("is nothing more where nothing was printed, or the error cannot be changed", async () => {
    const plain = new Error("plain");
    const frozen = Object.freeze(new Error("frozen"));
    const stackless = { stack: 5 };
    for (const error of [plain, frozen, stackless, "text"]) {
      const before = (error as Error).stack;
      await failureOf(() => {
        if (error !== plain) console.log("printed");
        throw error;
      });
      expect((error as Error).stack).toBe(before);
    }
  });

  describe("that is given up,", () => {
    async function stuck(): Promise<void> {
      setTimeout(() => {}, 1e9); // timer
      console.log("begins");
      createTask(() => new Promise(() => {}), { name: "reader" });
      await new Promise((resolve) => setTimeout(resolve, 10)); // gives up
    }

    it("is who waited for what, and its message stays as it is", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const run = runVirtual(
        async () => {
          setTimeout(() => controller.abort(reason), 5);
          await stuck();
        },
        { signal: controller.signal },
      );
      await expect(run).rejects.toBe(reason);
      expect(reason.message).toBe("enough");
      const lines = withoutColumns(`${reason.stack}`).split("\n");
      expect(lines).toContain("  waits when given up:");
      expect(lines).toContain(
        `    main waits for a promise since 0 ms at ${place("gives up")} (stuck)`,
      );
      expect(lines).toContain(
        `    a timer that main set at ${place("timer")} (stuck) is due at 1000000000 ms`,
      );
      expect(lines.slice(-2)).toEqual(["  printed:", "    0 ms | begins"]);
      expect(reason).toHaveProperty(
        "waits",
        expect.stringContaining("main waits"),
      );
    });

    it.each([undefined, "text", null])(
      "is the reason itself where that is %o",
      async (reason) => {
        const controller = new AbortController();
        const run = runVirtual(() => controller.abort(reason), controller);
        await expect(run).rejects.toBe(controller.signal.reason);
      },
    );
  });

  describe("and may wait for a timer that ended with an earlier run, as what debounces in a module does,", () => {
    const ends = "  timers that ended with earlier runs, set by:";
    const setBy = (marker: string): string => `    main at ${place(marker)}`;

    it("is where that was set, the three latest places", async () => {
      await runVirtual(() => {
        setTimeout(() => {}, 2); // 1st
        setTimeout(() => {}, 1); // 2nd
        setTimeout(() => {}, 3).unref();
        void sleep(4);
      });
      for (let run = 0; run < 4; run++) {
        await runVirtual(() => {
          setInterval(() => {}, 2); // 3rd
          setTimeout(() => {}, 1); // 4th
        });
      }
      const error = await failureOf(() => {
        console.log("printed");
        return new Promise(() => {});
      });
      const stack = withoutColumns(`${(error as Error).stack}`).split("\n");
      expect(stack.slice(-8)).toEqual([
        "",
        ends,
        ...["2nd", "3rd", "4th"].map(setBy),
        "",
        "  printed:",
        "    0 ms | printed",
      ]);
    });

    it("is so also of a run that is given up", async () => {
      await runVirtual(() => void setTimeout(() => {}, 1)); // 5th
      const controller = new AbortController();
      const reason = new Error("enough");
      const given = runVirtual(() => {
        controller.abort(reason);
        return new Promise(() => {});
      }, controller);
      await expect(given).rejects.toBe(reason);
      const { stack, ended } = reason as unknown as Record<string, string>;
      expect(withoutColumns(`${ended}`).split("\n").at(-1)).toBe(
        setBy("5th").trim(),
      );
      expect(stack).toContain(ends);
    });
  });

  describe("in a search that is given up,", () => {
    const real = globalThis.setTimeout;

    it("is the reason, with who waited, and every global is back", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      let runs = 0;
      let after: unknown;
      const search = explore(
        async () => {
          createTask(() => {});
          createTask(() => {});
          if (++runs === 2) {
            setTimeout(() => {
              controller.abort(reason);
              after = globalThis.setTimeout;
            }, 5);
          }
          await new AsyncQueue()
            .get({ signal: AbortSignal.timeout(9) })
            .catch(() => {});
        },
        { signal: controller.signal },
      );
      await expect(search).rejects.toBe(reason);
      expect([runs, after]).toEqual([2, real]);
      expect(reason).toHaveProperty(
        "waits",
        expect.stringContaining("main waits for AsyncQueue.get since 0 ms"),
      );
    });

    it("is the reason also where it aborts between two runs, or had aborted before", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      let runs = 0;
      const main = async (): Promise<void> => {
        runs++;
        await Promise.all([1, 2, 3, 4, 5].map((it) => createTask(() => it)));
      };
      setImmediate(() => controller.abort(reason));
      const { signal } = controller;
      await expect(explore(main, { signal })).rejects.toBe(reason);
      expect(globalThis.setTimeout).toBe(real);
      const before = runs;
      await expect(explore(main, { signal })).rejects.toBe(reason);
      expect(runs).toBe(before);
    });
  });

  function stackOf(error: unknown): string[] {
    return `${(error as Error).stack}`.split("\n");
  }
});
