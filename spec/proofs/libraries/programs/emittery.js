import Emittery from "emittery";

export const elapsed = 300;

/** Listeners that take their time, one after the other or all at once, and a stream of events. */
export async function main() {
  const emitter = new Emittery();
  const slow = (name, ms) => async (event) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    console.log(name, event);
  };
  emitter.on("order", slow("invoice", 100));
  emitter.on("order", slow("parcel", 50));
  const seen = emitter.events("order");
  await emitter.emit("order", 1);
  await emitter.emitSerial("order", 2);
  setTimeout(() => emitter.emit("paid", 3), 50);
  console.log("paid", await emitter.once("paid"));
  console.log(await seen.next(), await seen.next());
  await seen.return();
}
