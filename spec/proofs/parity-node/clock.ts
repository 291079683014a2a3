import { execFileSync } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** The clock of standing-clock.c, in the process that was started with it. */
export interface StandingClock {
  /** From now on, for this thread, the clock stands. */
  stand(): void;
  /** From now on wake-ups are late by chance, 0, 1 or 2 ms; with 0, never. */
  beLate(seed: number): void;
}

const source = fileURLToPath(new URL("standing-clock.c", import.meta.url));

/** Compiles the library into a file of that name. @throws Error where there is no C compiler, or no Linux */
export function compileClock(file: string): void {
  if (process.platform !== "linux") {
    throw new Error(
      `Cannot make a clock stand: it takes Linux, received ${process.platform}`,
    );
  }
  execFileSync("cc", ["-shared", "-fPIC", "-O2", "-o", file, source]);
}

/** What a process is started with so that it can load the clock. */
export function environmentOf(file: string): NodeJS.ProcessEnv {
  return { ...process.env, LD_PRELOAD: file, UV_USE_IO_URING: "0" };
}

export function loadClock(file: string): StandingClock {
  const module = { exports: {} };
  process.dlopen(module, file, constants.dlopen.RTLD_LAZY);
  return module.exports as StandingClock;
}
