/** A count with its thousands apart: `1,200`. */
export function thousands(count: number): string {
  return count.toLocaleString("en-US");
}
