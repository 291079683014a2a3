import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createTask } from "../../../src/patterns/task.ts";
import { DeadlockError, explore } from "../../../src/testing/index.ts";

/*
 * A search waits for real I/O as a run does. It looks for any in the first schedule, and further on only if there was some,
 * since most programs that are searched have none. At its end it looks at each ending once more; where it turns out that it
 * has overlooked some, it begins anew.
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
    const { compile } = WebAssembly; // counted while somebody looks for I/O
    const watched: boolean[] = [];
    const search = await explore(async () => {
      await Promise.all(["a", "b"].map(() => createTask(() => {})));
      watched.push(WebAssembly.compile !== compile);
    });
    expect(search).toMatchObject({ schedules: 6, io: false });
    expect(watched).toEqual([true, ...Array<boolean>(6).fill(false)]);
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
