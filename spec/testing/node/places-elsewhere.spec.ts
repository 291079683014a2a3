import { afterEach, describe, expect, it, vi } from "vitest";
import type * as SourcePlaces from "../../../src/testing/node/source-places.ts";
import { anew } from "../../anew.ts";

/*
 * Frames of the kit and of the library say nothing about a program, so a diagnosis leaves them out. The kit knows them by
 * the folder in which it was loaded, wherever that is. Only a bundler can put it into one file with the user's code; the
 * user's code then stands behind it, since what is imported comes before what imports it.
 */
describe("The places in a diagnosis elsewhere", () => {
  let frames: readonly string[] = [];
  /** The same as V8 has them, where something else makes the stacks that people see. */
  let bare: readonly string[] | undefined;

  afterEach(() => {
    bare = undefined;
    vi.restoreAllMocks();
  });
  const load = (): Promise<typeof SourcePlaces> =>
    anew(() => import("../../../src/testing/node/source-places.ts"));

  /** Loads what knows places as though it stood at a frame. */
  async function loadedAt(frame: string): Promise<typeof SourcePlaces> {
    frames = [frame];
    vi.spyOn(Error, "captureStackTrace").mockImplementation((holder, below) => {
      const shown = ["Error", ...frames].join("\n    at ");
      const stack = below?.name === "Trace" ? shown : (bare ?? frames);
      Object.assign(holder, { stack });
    });
    return load();
  }

  /** The places of a trace with these frames. */
  function placesOf(
    { Trace }: typeof SourcePlaces,
    ...given: readonly string[]
  ): string[] {
    frames = given;
    return new Trace().places.map(
      ({ file, line, column }) => `${file}:${line}:${column}`,
    );
  }

  it.each([
    ["as a built package", "/app/dist", "js"],
    ["in a module of CommonJS", "/app/dist", "cjs"],
    ["from a server", "http://localhost:5173/async-patterns/src", "ts"],
    ["on Windows", "C:\\app\\dist", "js"],
    ["on Windows, with a server's slashes", "c:/app/dist", "js"],
  ])("are none of the package's own, %s", async (_, folder, ending) => {
    const at = (path: string): string =>
      folder + (folder.includes("\\") ? path.replaceAll("/", "\\") : path);
    const file = (path: string): string => at(`${path}.${ending}`);
    const kit = await loadedAt(
      `Object.<anonymous> (${file("/testing/node/source-places")}:30:1)`,
    );
    const places = placesOf(
      kit,
      `Recorder.take (${file("/testing/node/console")}:1:2)`,
      `new Wait (${file("/core/wait")}:3:4)`,
      `AsyncQueue.get (${file("/patterns/async-queue")}:5:6)`,
      `hang (${at("/../program.js")}:7:8)`,
      `next (${at("/../node_modules/package/index.js")}:9:10)`,
      `cell (${file("/chapter/cell")}:11:12)`,
      "node:internal/process/task_queues:95:5",
    );
    expect(places.map((place) => place.replace(/^.*[\\/]/, ""))).toEqual([
      "program.js:7:8",
      `cell.${ending}:11:12`,
    ]);
  });

  it("are those behind the kit, in a bundle that holds it with the user's code", async () => {
    const kit = await loadedAt("/app/bundle.js:100:1");
    frames = ["kitEndsHere (/app/bundle.js:101:3)", "/app/bundle.js:900:5"];
    kit.kitEndsHere();
    const places = placesOf(
      kit,
      "take (/app/bundle.js:120:3)",
      "kitEndsHere (/app/bundle.js:900:5)",
      "main (/app/bundle.js:900:6)",
      "async main (/app/bundle.js:950:1)",
      "all (/app/other.js:1:1)",
    );
    expect(places.map((place) => place.replace(/^.*\//, ""))).toEqual([
      "bundle.js:900:6",
      "bundle.js:950:1",
      "other.js:1:1",
    ]);
  });

  it.each([
    ["a bundle", "/app/bundle.js:100:1", "/app/bundle.js"],
    [
      "a package",
      "/app/dist/testing/node/source-places.js:100:1",
      "/app/dist/core/wait.js",
    ],
  ])(
    "are known in a stack as V8 has it where source maps are read, of %s",
    async (_, here, inside) => {
      bare = [here];
      const kit = await loadedAt("/home/kit/source-places.ts:30:1");
      bare = ["/app/bundle.js:900:5"];
      kit.kitEndsHere();
      const isOfKit = ([file, line]: readonly [string, number]): boolean =>
        kit.isOfKit(`    at run (${file}:${line}:3)`);
      const calls = [
        [inside, 120],
        ["/app/bundle.js", 901],
        ["/app/main.js", 120],
      ] as const;
      expect(calls.map(isOfKit)).toEqual([true, false, false]);
    },
  );

  it("are all there are, in a bundle whose end nobody has told", async () => {
    const kit = await loadedAt("/app/bundle.js:100:1");
    expect(placesOf(kit, "take (/app/bundle.js:120:3)")).toHaveLength(1);
  });

  it("go by their whole address where they come from a server", async () => {
    const kit = await loadedAt("http://localhost:5173/page.js:100:1");
    expect(
      placesOf(kit, "main (http://localhost:5173/main.ts?t=1:7:8)"),
    ).toEqual(["http://localhost:5173/main.ts?t=1:7:8"]);
  });

  it("go by their addresses where nothing can make a path of them", async () => {
    vi.spyOn(process, "getBuiltinModule").mockReturnValue(undefined);
    const kit = await loadedAt("file:///app/bundle.js:100:1");
    expect(placesOf(kit, "main (file:///app/main.js:7:8)")).toEqual([
      "file:///app/main.js:7:8",
    ]);
  });

  it("are unknown where no stack can be taken", async () => {
    vi.stubGlobal(
      "Error",
      class extends Error {
        static override captureStackTrace = undefined as never;
      },
    );
    const { Trace, at } = await load();
    vi.unstubAllGlobals();
    expect(new Trace().places).toEqual([]);
    expect(at(new Trace())).toBe("");
  });

  it("are all there are, where nobody knows where the kit is", async () => {
    const kit = await loadedAt("<anonymous>");
    expect(placesOf(kit, "main (/app/main.js:7:8)")).toHaveLength(1);
  });
});
