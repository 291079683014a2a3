import { afterEach, describe, expect, it, vi } from "vitest";
import { asyncWith } from "../../../src/patterns/async-context-manager.ts";
import { spied } from "../spied.ts";

/*
 * When the body throws and exit throws too, neither error may be lost. They come out as one SuppressedError, the shape in
 * which `await using` throws them: `error` is the later one, `suppressed` the body's.
 */
describe("asyncWith, both errors", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("throws them in a SuppressedError, which Node 20 and 22 do not have yet", async () => {
    vi.stubGlobal("SuppressedError", undefined);
    const error = (await bothErrors()) as Error;
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe(
      "SuppressedError: An error was suppressed during disposal",
    );
    expect(Object.keys(error)).toEqual(["error", "suppressed"]);
  });

  it("throws the platform's own SuppressedError where there is one", async () => {
    class SuppressedError extends Error {
      constructor(
        readonly error: unknown,
        readonly suppressed: unknown,
        message: string,
      ) {
        super(message);
      }
    }
    vi.stubGlobal("SuppressedError", SuppressedError);
    const error = await bothErrors();
    expect(error).toBeInstanceOf(SuppressedError);
    expect((error as Error).message).toBe(
      "An error was suppressed during disposal",
    );
  });

  /** Lets body and exit fail, and gives what comes out, having looked at its parts. */
  async function bothErrors(): Promise<object> {
    const later = new Error("the door is stuck");
    const first = new Error("no light");
    const manager = spied();
    manager.exit.mockRejectedValue(later);
    const failing = asyncWith(manager, () => Promise.reject(first));
    const error: unknown = await failing.catch((error: unknown) => error);
    expect(error).toMatchObject({ error: later, suppressed: first });
    return error as object;
  }
});
