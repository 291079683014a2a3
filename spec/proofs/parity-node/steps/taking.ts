import type { Player } from "../player.ts";
import type { Op, PlainOp, WaitingOp } from "../program.ts";

/** How each of some steps is taken. */
export type Taking<Name extends Op[0], Result> = {
  readonly [Each in Name]: (
    player: Player,
    op: Extract<Op, readonly [Each, ...unknown[]]>,
  ) => Result;
};

export type PlainSteps<Name extends PlainOp[0]> = Taking<Name, void>;
export type WaitingSteps<Name extends WaitingOp[0]> = Taking<
  Name,
  Promise<void>
>;
