/** A program that uses one part of the package, and what it prints. */
interface Program {
  readonly main: (print: (line: string) => void) => Promise<void>;
  readonly expected: readonly string[];
}

/** The program for the part that the variable PART names; the other part is not even loaded. */
export function chosen(): Promise<Program> {
  return process.env["PART"] === "kit"
    ? import("./kit.ts")
    : import("./library.ts");
}
