import { spawn, type ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import fs, { mkdtempSync, rmSync, watch, writeFileSync } from "node:fs";
import * as promises from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, describe, expect, it, vi } from "vitest";
import { runVirtual } from "../../../src/testing/index.ts";

/*
 * What keeps no process alive brings news all the same while something else does: a connection that a pool keeps is closed
 * by its other end, a file is changed that is watched, a child process ends that nobody waits for. Nor does it take time.
 */
describe("What keeps nothing alive in a virtual run", () => {
  const folder = mkdtempSync(join(tmpdir(), "unheld-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("brings what a socket is sent, and its end", async () => {
    const run = await runVirtual(async () => {
      const server = createServer((peer) => {
        peer.unref();
        setTimeout(() => peer.write("late"), 100);
        setTimeout(() => peer.end(), 200);
      }).listen(0);
      await once(server, "listening");
      const socket = connect((server.address() as AddressInfo).port).unref();
      socket.on("data", (data) => console.log(String(data)));
      socket.on("end", () => console.log("end"));
      await wait(300);
      server.close();
    });
    expect(run.lines).toEqual([
      { at: 100, text: "late" },
      { at: 200, text: "end" },
    ]);
  });

  it("brings datagrams", async () => {
    const run = await runVirtual(async () => {
      const socket = createSocket("udp4").bind(0, "127.0.0.1");
      await once(socket, "listening");
      socket.unref().on("message", (message) => console.log(String(message)));
      const other = createSocket("udp4").unref();
      await wait(100);
      other.send("hello", socket.address().port, "127.0.0.1");
      await wait(1_000);
      socket.close();
      other.close();
    });
    expect(run).toMatchObject({
      lines: [{ at: 100, text: "hello" }],
      elapsed: 1_100,
    });
  });

  it("shows changes to whoever watches a folder", async () => {
    const run = await runVirtual(async () => {
      const seen = new Set<unknown>();
      const watcher = watch(folder, { persistent: false }, (_, name) =>
        seen.add(name),
      );
      for (const name of ["first", "second"]) {
        await wait(1_000);
        writeFileSync(join(folder, name), "");
      }
      await wait(1);
      watcher.close();
      return [...seen];
    });
    expect(run).toMatchObject({ result: ["first", "second"], elapsed: 2_001 });
  });

  it.each([
    ["by node:fs/promises, too", false, "third"],
    ["by that and with a ref, as ever", true, "fourth"],
  ])("and %s", async (_, persistent, name) => {
    const run = await runVirtual(async () => {
      const watcher = promises.watch(folder, { persistent });
      const changes = watcher[Symbol.asyncIterator]();
      const change = changes.next();
      await wait(1_000);
      writeFileSync(join(folder, name), "");
      const first = await Promise.race([change, wait(1_000)]);
      await changes.return?.();
      return first?.value as unknown;
    });
    expect(run).toMatchObject({
      result: { filename: name },
      elapsed: 1_000,
    });
  });

  it("brings what a child process prints, and its end", async () => {
    const run = await runVirtual(
      async () => {
        const child = spawn("sh", ["-c", "sleep 0.05; echo hello"], {
          stdio: ["ignore", "pipe", "ignore"],
        });
        child.unref();
        (child.stdout as unknown as { unref(): void }).unref();
        child.stdout.on("data", (data) => console.log(String(data).trim()));
        child.on("close", (code) => console.log(code));
        await wait(1_000);
      },
      { patience: Infinity },
    );
    expect(run).toMatchObject({
      lines: [
        { at: 0, text: "hello" },
        { at: 0, text: "0" },
      ],
      elapsed: 1_000,
    });
  });

  it.each<[string, (child: ChildProcess) => unknown]>([
    ["by its own method", (child) => child.kill()],
    ["by its number", ({ pid }) => process.kill(pid as number)],
  ])(
    "is as patient with a child process that is killed as with a new one, %s",
    async (_, kill) => {
      const { readFileSync } = fs;
      // Or the system tells that it is at work as it ends. Everybody else goes on reading, such as whose specs are next.
      vi.spyOn(fs, "readFileSync").mockImplementation(((
        path: string,
        how: "utf8",
      ) =>
        path.startsWith("/proc")
          ? ""
          : readFileSync(path, how)) as typeof readFileSync);
      const code = `trap "sleep 0.05; exit 7" TERM; echo; read line`;
      const run = await runVirtual(
        async () => {
          const child = spawn("sh", ["-c", code]);
          await once(child.stdout, "data");
          await wait(1_000);
          const exit = once(child, "exit");
          kill(child);
          return Promise.race([exit, wait(1, "too late")]);
        },
        { patience: 500 },
      );
      vi.restoreAllMocks();
      expect(run).toMatchObject({ result: [7, null], elapsed: 1_000 });
    },
  );
});
