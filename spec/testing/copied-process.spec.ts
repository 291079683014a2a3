import { EventEmitter } from "node:events";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runVirtual } from "../../src/testing/index.ts";
import { terminal } from "../support.ts";
import { failureOf } from "./stuck.ts";

/*
 * Jest gives its tests a copy of the process, which hears nothing of what Node raises. A program that listens to such a
 * copy is asked all the same.
 */
describe("A program whose process is a copy of Node's", () => {
  const real: NodeJS.Process = process;
  const later = (ms: number) => new Promise<void>((r) => setTimeout(r, ms));
  const throwLost = (): never => {
    throw new Error("lost");
  };

  function copyProcess(): NodeJS.EventEmitter {
    const copy: NodeJS.EventEmitter = Object.create(
      real,
    ) as NodeJS.EventEmitter;
    Reflect.apply(EventEmitter, copy, []);
    vi.stubGlobal("process", copy);
    return copy;
  }
  const { noDeprecation } = real;
  afterEach(() => {
    Object.assign(real, { noDeprecation });
    vi.unstubAllGlobals();
  });

  const raisers: [string, () => void][] = [
    ["a timer", () => void setTimeout(throwLost)],
    ["a tick", () => process.nextTick(throwLost)],
    ["a tick of Node's own", () => real.nextTick(throwLost)],
    ["a microtask", () => queueMicrotask(throwLost)],
  ];

  it.each(raisers)("handles what %s throws", async (_, raise) => {
    const copy = copyProcess();
    const { output } = await runVirtual(async () => {
      copy.on("uncaughtException", ({ message }, origin) =>
        console.log(message, origin),
      );
      raise();
      await later(10);
      console.log("goes on");
    });
    expect(output).toBe("lost uncaughtException\ngoes on\n");
  });

  it("is told of rejections, of those that are handled late, and of warnings", async () => {
    const copy = copyProcess();
    const warning = new Error("careful");
    warning.name = "DeprecationWarning";
    real.noDeprecation = true; // so that Node does not print it
    const { output } = await runVirtual(async () => {
      copy.on("unhandledRejection", (reason, promise) =>
        console.log(String(reason), promise === failed),
      );
      copy.on("rejectionHandled", (promise) =>
        console.log("handled late", promise === failed),
      );
      copy.once("warning", ({ message }) => console.log(message));
      const failed = later(10).then(throwLost);
      await later(20);
      await failed.catch(() => console.log("caught"));
      real.emit("warning", warning);
      await later(1);
    });
    expect(output).toBe(terminal`
      Error: lost true
      caught
      careful
      handled late true
    `);
  });

  it("hears of a rejection as an exception where it listens for these alone", async () => {
    const copy = copyProcess();
    const { output } = await runVirtual(async () => {
      copy.on("uncaughtException", ({ message }, origin) =>
        console.log(message, origin),
      );
      void Promise.reject(new Error("lost"));
      await later(10);
    });
    expect(output).toBe("lost unhandledRejection\n");
  });

  it("has its listeners from before set aside, and after the run back in their places", async () => {
    const copy = copyProcess();
    const heard: unknown[] = [];
    copy.once("uncaughtException", (error) => heard.push(error));
    const before = copy.rawListeners("uncaughtException");
    const error = await failureOf(async () => {
      setTimeout(throwLost);
      await later(10);
    });
    expect(error).toEqual(new Error("lost"));
    expect(heard).toEqual([]);
    expect(copy.rawListeners("uncaughtException")).toEqual(before);
    const ofWarnings = real.listenerCount("warning");
    await runVirtual(() => copy.on("uncaughtException", throwLost));
    expect(copy.rawListeners("uncaughtException")).toEqual(before);
    expect(real.listenerCount("warning")).toBe(ofWarnings);
  });

  it("may have put something in its place that is no emitter", async () => {
    vi.stubGlobal("process", { env: {} });
    expect((await runVirtual(() => later(10))).elapsed).toBe(10);
  });
});
