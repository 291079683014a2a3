import type { Player, Steps } from "./player.ts";
import type { Block, Op, PlainOp } from "./program.ts";
import { eventSteps } from "./steps/events.ts";
import { messageSteps } from "./steps/messages.ts";
import { promiseSteps } from "./steps/promises.ts";
import { signalSteps } from "./steps/signals.ts";
import { streamSteps } from "./steps/streams.ts";
import { timerSteps } from "./steps/timers.ts";
import { waitingSteps } from "./steps/waiting.ts";
import { contextSteps } from "./steps/contexts.ts";
import type { PlainSteps, Taking } from "./steps/taking.ts";

const plainSteps: PlainSteps<PlainOp[0]> = {
  ...timerSteps,
  ...promiseSteps,
  ...signalSteps,
  ...eventSteps,
  ...contextSteps,
  ...messageSteps,
  ...streamSteps,
};

const allSteps = { ...plainSteps, ...waitingSteps };

/** Takes one step. */
function take<Name extends Op[0]>(
  player: Player,
  op: Extract<Op, readonly [Name, ...unknown[]]>,
): Promise<void> | void {
  const [name] = op;
  return (allSteps as Taking<Name, Promise<void> | void>)[name](player, op);
}

/** True if it takes an async function. */
export function isWaiting(block: Block): boolean {
  return block.some(([name]) => name in waitingSteps);
}

/** All the steps that programs are made of. */
export const steps: Steps = { take, isWaiting };
