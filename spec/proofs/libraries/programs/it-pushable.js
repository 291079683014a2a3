import { pushable } from "it-pushable";

export const elapsed = 300;

/** A sensor that pushes readings to whoever iterates. */
export async function main() {
  const readings = pushable({ objectMode: true });
  let n = 0;
  const sensor = setInterval(() => {
    readings.push({ n: ++n });
    if (n === 3) {
      clearInterval(sensor);
      readings.end();
    }
  }, 100);
  for await (const reading of readings) {
    console.log(reading, readings.readableLength);
  }
  console.log("no more");
}
