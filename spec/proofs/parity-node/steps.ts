import type { Player } from "./player.ts";
import type { Block, Op, PlainOp, WaitingOp } from "./program.ts";
import { eventSteps } from "./steps/events.ts";
import { messageSteps } from "./steps/messages.ts";
import { promiseSteps } from "./steps/promises.ts";
import { signalSteps } from "./steps/signals.ts";
import { timerSteps } from "./steps/timers.ts";
import { waitingSteps } from "./steps/waiting.ts";
import { contextSteps } from "./steps/contexts.ts";

type Taking<Name extends Op[0], Result> = {
  readonly [Each in Name]: (
    player: Player,
    op: Extract<Op, readonly [Each, ...unknown[]]>,
  ) => Result;
};

/** How some of the steps are taken. */
export type PlainSteps<Name extends PlainOp[0]> = Taking<Name, void>;
export type WaitingSteps<Name extends WaitingOp[0]> = Taking<
  Name,
  Promise<void>
>;

const plainSteps: PlainSteps<PlainOp[0]> = {
  ...timerSteps,
  ...promiseSteps,
  ...signalSteps,
  ...eventSteps,
  ...contextSteps,
  ...messageSteps,
};

const steps = { ...plainSteps, ...waitingSteps };

/** Takes one step. */
export function step<Name extends Op[0]>(
  player: Player,
  op: Extract<Op, readonly [Name, ...unknown[]]>,
): Promise<void> | void {
  const [name] = op;
  return (steps as Taking<Name, Promise<void> | void>)[name](player, op);
}

/** True if it takes an async function. */
export function isWaiting(block: Block): boolean {
  return block.some(([name]) => name in waitingSteps);
}
