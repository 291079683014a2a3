/** A program that programs.py has too, by the same title. */
export interface Pair {
  readonly title: string;
  /** The rows of the tables that rest on it, by what stands in their first column. */
  readonly rows: readonly string[];
  /** What it notes here where that is not what CPython notes. */
  readonly differs?: readonly string[];
  readonly run: (note: (line: string) => void) => Promise<void>;
}
