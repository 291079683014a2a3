import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sleep } from "async-patterns";
import { runVirtual } from "async-patterns/testing";
import { main } from "../../src/field/4-orderly-end.ts";
import {
  openDatabase,
  query,
  type Database,
} from "../../src/field/database.ts";
import { terminal } from "../support.ts";

/*
 * What stays of cell 12: all that was put is done before the program ends. What changes: the queue itself says that
 * nothing more will come, so that no item has to.
 */
describe("In the field 4 · Orderly end", () => {
  let database: Database;

  beforeAll(async () => {
    database = await openDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  it("writes all that its two producers have put", async () => {
    const { output, elapsed } = await runVirtual(() => main(database));
    expect(output).toBe(terminal`
      Accepted: [ 10, 10 ]
      Written: [ { written: 20 } ]
    `);
    expect(elapsed).toBe(20 * 15); // one session, so one transaction after another
  });

  it("keeps the orders of each producer in their order", async () => {
    await runVirtual(() => main(database));
    const rows = await query<{ name: string }>(
      database,
      "SELECT name FROM orders WHERE name LIKE 'ann%'",
    );
    expect(rows.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, i) => `ann's order ${i}`),
    );
  });

  it.each([0, 45, 100])(
    "writes exactly what was accepted where the signal comes after %i ms",
    async (ms) => {
      const { output } = await runVirtual(() => {
        const stop = new AbortController();
        if (ms === 0) {
          stop.abort();
        }
        setTimeout(() => stop.abort(), ms);
        return main(database, stop.signal);
      });
      const [ann, bob, written] = output.match(/\d+/g)?.map(Number) ?? [];
      expect({ ms, ann, bob, written }).toEqual(
        {
          0: { ms, ann: 0, bob: 0, written: 0 },
          45: { ms, ann: 5, bob: 4, written: 9 },
          100: { ms, ann: 6, bob: 6, written: 12 },
        }[ms],
      );
    },
  );

  it("ends with the writer's error where a row cannot be written, and no producer waits for ever", async () => {
    const broken: Database = {
      ...database,
      pool: Object.create(database.pool, {
        get: {
          async value() {
            const session = await database.pool.get();
            return Object.create(session, {
              query: {
                value: (text: string, values?: unknown[]) =>
                  text.startsWith("INSERT")
                    ? Promise.reject(new Error("the disk is full"))
                    : session.query(text, values),
              },
            });
          },
        },
        putNowait: {
          value: (lent: object) =>
            database.pool.putNowait(Object.getPrototypeOf(lent)),
        },
      }),
    };
    const { result, leaks } = await runVirtual(async () => {
      const error: unknown = await main(broken).catch(String);
      await sleep(10); // in which the producers wait, and then learn of it
      return error;
    });
    expect([result, leaks]).toEqual(["Error: the disk is full", []]);
  });
});
