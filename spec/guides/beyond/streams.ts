/*
 * merge takes from whichever source is ready first, zip one from each, and buffer lets a source run ahead. None of them asks
 * for more than it must, and all close their sources when the loop is left.
 */
import { buffer, merge, sleep, take, toArray, zip } from "async-patterns";

/** A sensor that measures every so many milliseconds, and says when it is turned off. */
export async function* sensor(name: string, ms: number) {
  try {
    for (let n = 1; ; n++) {
      await sleep(ms);
      yield `${name}${n}`;
    }
  } finally {
    console.log(`${name} is off`);
  }
}

export async function main(): Promise<void> {
  for await (const value of merge(sensor("a", 20), sensor("b", 30))) {
    console.log(`merged ${value}`);
    if (value === "b2") {
      break;
    }
  }
  console.log(await toArray(take(zip(sensor("c", 10), sensor("d", 20)), 2)));

  for await (const value of take(buffer(sensor("e", 10), 2), 3)) {
    console.log(`slowly ${value}`);
    await sleep(25);
  }
}
