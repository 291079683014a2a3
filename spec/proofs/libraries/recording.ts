import { readFileSync, writeFileSync } from "node:fs";

/** What the programs do in reality, on the Node that has recorded it. */
export interface Recording {
  node: string;
  readonly programs: Record<string, Recorded>;
}

interface Recorded {
  readonly output: string;
  /** Real milliseconds, the least of its runs. */
  readonly elapsed: number;
}

const file = new URL("recorded.json", import.meta.url);

export function readRecording(): Recording {
  return JSON.parse(readFileSync(file, "utf8")) as Recording;
}

export function writeRecording(recording: Recording): void {
  const names = Object.keys(recording.programs).toSorted();
  const programs = names.map((name) => [name, recording.programs[name]]);
  const sorted = { ...recording, programs: Object.fromEntries(programs) };
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
