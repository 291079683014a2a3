import { median } from "./statistics.ts";

/** What one measurement gave. */
export interface Measured {
  readonly ms: number;
  /** Of the ticks of a timer that were due meanwhile, the share that came; undefined where they were not counted. */
  readonly ticks?: number | undefined;
}

/** A program that can do the work of a contest. */
export interface Contestant {
  readonly name: string;
  /** Does the work that many times. */
  readonly run: (amount: number) => Promise<Measured>;
  /** Called when the contest is over. */
  readonly close?: () => void;
}

/** The same work for all contestants. The first of them is ours. */
export interface Contest {
  readonly part: string;
  readonly title: string;
  /** What its rates are in, such as items/ms. */
  readonly unit: string;
  /** The rate if an amount of 1 takes a millisecond; default 1. */
  readonly each?: number;
  /** The least amount; all others are multiples of it. */
  readonly least: number;
  /** How long a measurement is to take; 0 for the least amount, however long it takes. */
  readonly targetMs: number;
  readonly rounds: number;
  readonly contestants: readonly Contestant[];
}

/** How a contestant did: medians over the rounds. */
export interface Standing {
  readonly name: string;
  /** In the unit of the contest. */
  readonly rate: number;
  /** The speed of the first contestant, divided by the speed of this one. */
  readonly ratio: number;
  readonly ticks?: number | undefined;
}

/** What a contest gave. */
export interface Result {
  readonly part: string;
  readonly title: string;
  readonly unit: string;
  readonly standings: readonly Standing[];
}

interface Round {
  readonly rate: number;
  readonly ticks: number | undefined;
}

/**
 * Measures the contestants in rotation, round by round, so that other work of the machine slows all of them.
 *
 * The amount of work is chosen for each contestant, so that it takes the wanted time. The search for that amount warms
 * the contestant up. Garbage is not collected between rounds: V8 would forget what it knows of objects that nothing
 * holds, and the next round would begin cold.
 */
export async function hold(contest: Contest): Promise<Result> {
  const entries = [];
  for (const contestant of contest.contestants) {
    const amount = await amountFor(contestant, contest);
    entries.push({ contestant, amount, rounds: [] as Round[] });
  }
  for (let round = 0; round < contest.rounds; round++) {
    for (const { contestant, amount, rounds } of entries) {
      const { ms, ticks } = await contestant.run(amount);
      rounds.push({ rate: (amount * (contest.each ?? 1)) / ms, ticks });
    }
  }
  for (const { contestant } of entries) {
    contestant.close?.();
  }
  const { part, title, unit } = contest;
  const ours = entries[0]?.rounds ?? [];
  const standings = entries.map(({ contestant, rounds }) =>
    standing(contestant.name, rounds, ours),
  );
  return { part, title, unit, standings };
}

/** The amount must take long twice in a row: a cold contestant takes long with little to do, and would stay cold. */
async function amountFor(
  contestant: Contestant,
  { least, targetMs }: Contest,
): Promise<number> {
  let amount = least;
  let wasLong = false;
  while (targetMs > 0) {
    const { ms } = await contestant.run(amount);
    const isLong = ms >= targetMs / 2;
    const multiple = Math.max(
      1,
      Math.round((amount / least) * (targetMs / ms)),
    );
    if (isLong && wasLong) {
      return least * multiple;
    }
    wasLong = isLong;
    amount = Math.min(amount * 8, least * multiple);
  }
  return amount;
}

function standing(
  name: string,
  rounds: readonly Round[],
  ours: readonly Round[],
): Standing {
  const ticks = rounds.flatMap((round) => round.ticks ?? []);
  return {
    name,
    rate: median(rounds.map(({ rate }) => rate)),
    ratio: median(rounds.map(({ rate }, i) => (ours[i]?.rate ?? NaN) / rate)),
    ticks: ticks.length === 0 ? undefined : median(ticks),
  };
}
