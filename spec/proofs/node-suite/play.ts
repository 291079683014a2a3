import { spawn } from "node:child_process";
import type { NodeTest } from "./suite.ts";

/** How a test ended. */
export interface Ending {
  readonly kind: "passed" | "failed" | "hung" | "skipped";
  /** What it printed; of a failed one, the end of what it complained about. */
  readonly text: string;
  readonly ms: number;
}

const MOST_TEXT = 2_000;

/**
 * Plays a test in a process of its own.
 * @param kit the module of the test kit; where it is given, the test runs in a virtual run
 * @param slot numbers the tests that run at the same time: each has a temporary folder of its own
 */
export function play(
  { file, flags, harness }: NodeTest,
  limitMs: number,
  slot: number,
  kit?: string,
): Promise<Ending> {
  const runner = new URL("in-a-run.cjs", import.meta.url).pathname;
  const virtual = kit === undefined ? [] : [runner, kit];
  const test = harness ? [harness.file, harness.argument, file] : [file];
  const started = performance.now();
  const child = spawn(process.execPath, [...flags, ...virtual, ...test], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: {
      ...process.env,
      TEST_THREAD_ID: `${slot}`,
      TEST_SERIAL_ID: `${slot}`,
      NO_COLOR: "1",
      NODE_TEST_KNOWN_GLOBALS: "0",
    },
  });
  let text = "";
  const note = (chunk: Buffer): void => {
    text += String(chunk);
  };
  child.stdout.on("data", note);
  if (harness === undefined) {
    child.stderr.on("data", note); // what web-platform tests say there, such as warnings, bears the number of the process
  } else {
    child.stderr.resume();
  }
  return new Promise((resolve) => {
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      killGroup(child.pid);
    }, limitMs);
    child.on("exit", (code) => {
      clearTimeout(limit);
      killGroup(child.pid); // a child of its own that it has left behind
      const kind = isLate ? "hung" : code === 0 ? "passed" : "failed";
      const isSkipped = kind === "passed" && /^1\.\.0 # Skipped/m.test(text);
      resolve({
        kind: isSkipped ? "skipped" : kind,
        text: harness && kind === "passed" ? text : text.slice(-MOST_TEXT),
        ms: Math.round(performance.now() - started),
      });
    });
  });
}

function killGroup(pid: number | undefined): void {
  try {
    process.kill(-(pid as number), "SIGKILL");
  } catch {
    // it has ended
  }
}
