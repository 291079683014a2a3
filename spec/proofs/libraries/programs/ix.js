import { from, interval, merge } from "ix/asynciterable";
import { map, take, timeout } from "ix/asynciterable/operators";

export const elapsed = 1_400;

/** Ticks merged with a slow source, and a source that is too slow. */
export async function main() {
  const answer = (n) =>
    new Promise((resolve) => setTimeout(resolve, 200, `answer ${n}`));
  const answers = from([1, 2]).pipe(map(answer));
  const ticks = interval(300).pipe(
    map((n) => `tick ${n}`),
    take(3),
  );
  for await (const value of merge(ticks, answers)) {
    console.log(value);
  }
  const late = from([1]).pipe(
    map(() => new Promise((resolve) => setTimeout(resolve, 500))),
    timeout(200),
  );
  await late.forEach(console.log).catch(({ name }) => console.log(name));
}
