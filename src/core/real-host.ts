import { Fifo } from "./fifo.ts";
import type { Host, Turn } from "./host.ts";
import { lap, nextTick, settled } from "./platform.ts";

/** How long turns and queue operations may keep timers and I/O waiting. */
const LAP_MS = 1;
/** How many turns or queue operations pass between two looks at the clock: a power of 2, for which no remainder is worked out. */
const GLANCE = 64;

// Taken once, so that breathing space goes on where a test has replaced the clock.
const realNow = performance.now.bind(performance);

/** The host for real time, as sleepers know it. */
export interface RealHost extends Host {
  /** The line is being worked through; else the next turn to join begins a burst. */
  isBursting: boolean;
  /** When the burst began. */
  moment: number;
  /** Set by the sleepers, as `timer` is: so a program in which nobody sleeps does not carry them. */
  whenAtRest?: (() => void) | undefined;
}

const line = new Fifo<Turn>();
let isBurstDue: boolean | undefined;
/** Turns and queue operations, so far. */
let steps = 0;
let lastLap = 0;
let breath: Promise<void> | undefined;
let isHeld: boolean | undefined;
let taskNumber = 0;

/**
 * Makes turns with the platform's own event loop.
 *
 * A burst of turns begins in an immediate, so that everything due at a moment lines up before the first turn runs. Each
 * further turn follows in a tick of its own, behind the microtasks of the turn before it: Node takes its next ticks once
 * the microtasks have run out (https://nodejs.org/api/process.html#when-to-use-queuemicrotask-vs-processnexttick). So
 * two turns never overlap, and yet a turn costs no lap of the loop.
 */
export const realHost: RealHost = {
  isBursting: false,
  moment: 0,

  turn(turn) {
    line.push(turn);
    if (!realHost.isBursting && !isBurstDue) {
      isBurstDue = true;
      lap(beginBurst);
    }
  },

  breathe() {
    if (!breath && isLapDue()) {
      breath = takeBreath();
    }
    return breath;
  },

  nextTaskNumber: () => ++taskNumber,
};

function takeBreath(): Promise<void> {
  return new Promise((resolve) => {
    lap(() => {
      lastLap = realNow();
      breath = undefined;
      resolve();
      if (isHeld) {
        isHeld = false;
        void settled.then(() => nextTick(runTurn)); // once the code behind the breath has run out of microtasks
      }
    });
  });
}

function beginBurst(): void {
  isBurstDue = false;
  realHost.isBursting = true;
  realHost.moment = performance.now();
  goOn();
}

function goOn(): void {
  lastLap = realNow();
  runTurn();
}

function runTurn(): void {
  if (breath) {
    isHeld = true;
    return;
  }
  while (line.size > 0) {
    if (line.shift().run() !== true) {
      void settled.then(afterTurn);
      return;
    }
    if (takesLap()) {
      return;
    }
  }
  realHost.isBursting = false;
  realHost.whenAtRest?.();
}

/** Runs among the turn's microtasks, so what it sets in motion comes behind the last of them. */
function afterTurn(): void {
  if (!takesLap()) {
    nextTick(runTurn);
  }
}

/** Counts a turn. @returns true if a lap is due, behind which the line moves on */
function takesLap(): boolean {
  const isDue = isLapDue();
  if (isDue) {
    lap(goOn);
  }
  return isDue;
}

function isLapDue(): boolean {
  // Stryker disable next-line UpdateOperator: every 64th is every 64th, also when counting down
  return !(++steps & (GLANCE - 1)) && realNow() - lastLap >= LAP_MS;
}
