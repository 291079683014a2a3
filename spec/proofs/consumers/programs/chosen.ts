/** A program that uses one part of the package, and what it prints. */
interface Program {
  readonly main: (print: (line: string) => void) => Promise<void>;
  readonly expected?: readonly string[];
}

/** The program for the part that the variable PART names, or for what the kit can do here; no other is even loaded. */
export function chosen(): Promise<Program> {
  const part = process.env["PART"];
  if (part === "abilities") {
    return import("./abilities.ts");
  }
  return part === "kit" ? import("./kit.ts") : import("./library.ts");
}
