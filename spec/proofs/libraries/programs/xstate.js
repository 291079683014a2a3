import { setTimeout as later } from "node:timers/promises";
import { createActor, createMachine, waitFor } from "xstate";

export const elapsed = 1_000;

const lights = createMachine({
  initial: "green",
  states: {
    green: { after: { 300: "yellow" } },
    yellow: { after: { 200: "red" }, on: { PUSH: "red" } },
    red: { after: { 500: "done" } },
    done: { type: "final" },
  },
});

/** A traffic light that changes by itself, and sooner when somebody pushes the button. */
export async function main() {
  const actor = createActor(lights);
  actor.subscribe(({ value }) => console.log(value));
  actor.start();
  await later(400);
  console.log("waits at", actor.getSnapshot().value);
  await later(50);
  const { status } = await waitFor(actor, (state) => state.matches("done"));
  console.log(status);
}
