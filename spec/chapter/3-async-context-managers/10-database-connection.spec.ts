import { describe, expect, it } from "vitest";
import { runVirtual } from "async-patterns/testing";
import {
  connect,
  main,
  MockConnection,
} from "../../../src/chapter/3-async-context-managers/10-database-connection.ts";
import { allOutcomes, play, terminal } from "../../support.ts";

/*
 * A connection left open is a bug that shows hours later, somewhere else. `await using connection = await connect(…)`
 * makes it impossible: the block that opens the connection closes it, and the reader sees both in one line.
 */
describe("10 · Database connection", () => {
  it("prints the query between connecting and disconnecting", async () => {
    const run = await play(main, MockConnection);
    expect(run.output).toBe(terminal`
        Connected to postgres://localhost/mydb
        Query result: [{'result': 'data from: SELECT * FROM users'}]
        Disconnected from postgres://localhost/mydb
    `);
  });

  it("prints the same under every schedule", async () => {
    const { schedules, complete } = await allOutcomes(main);
    expect({ schedules, complete }).toEqual({ schedules: 1, complete: true });
  });

  it("is connected inside the block and not behind it", async () => {
    const { result } = await runVirtual(async () => {
      const connections = [];
      const states = [];
      {
        await using connection = await connect("db");
        connections.push(connection);
        states.push(connection.connected);
      }
      return [...states, ...connections.map(({ connected }) => connected)];
    });
    expect(result).toEqual([true, false]);
  });

  it("is not connected before connect is called, whatever it was made for", () => {
    expect(new MockConnection("db").connected).toBe(false);
  });

  it("closes connections in the reverse order of opening", async () => {
    const run = await runVirtual(async () => {
      await using _orders = await connect("orders");
      await using _archive = await connect("archive");
    });
    expect(run.output).toBe(terminal`
        Connected to orders
        Connected to archive
        Disconnected from archive
        Disconnected from orders
    `);
  });

  it("answers queries that are sent at once in the order of sending", async () => {
    const { result } = await runVirtual(async () => {
      await using connection = await connect("db");
      const answers: unknown[] = [];
      const send = async (sql: string): Promise<void> => {
        answers.push(...(await connection.query(sql)));
      };
      await Promise.all([send("first"), send("second")]);
      return answers;
    });
    expect(result).toEqual([
      { result: "data from: first" },
      { result: "data from: second" },
    ]);
  });

  it("disconnects when the block throws, and the error goes on", async () => {
    const run = await runVirtual(async () => {
      try {
        await using _connection = await connect("db");
        throw new Error("syntax error");
      } catch (error) {
        console.log(`  ${String(error)}`);
      }
    });
    expect(run.output).toBe(terminal`
        Connected to db
        Disconnected from db
        Error: syntax error
    `);
  });

  it("closes the first connection when the second cannot be opened", async () => {
    const run = await runVirtual(async () => {
      const openBoth = async (): Promise<void> => {
        await using _orders = await connect("orders");
        await using _archive = await Promise.reject<AsyncDisposable>(
          new Error("archive is down"),
        );
      };
      await expect(openBoth()).rejects.toThrow(new Error("archive is down"));
    });
    expect(run.output).toBe(terminal`
        Connected to orders
        Disconnected from orders
    `);
  });
});
