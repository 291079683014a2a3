import { median } from "./statistics.ts";

/** What one measurement gave. */
export interface Measured {
  readonly ms: number;
  /** Which part of a timer's ticks came that were due meanwhile, where somebody counted. */
  readonly ticks?: number | undefined;
}

/** Somebody who can do the work of a contest. */
export interface Contestant {
  readonly name: string;
  /** Does the work so many times over. */
  readonly run: (amount: number) => Promise<Measured>;
  /** Called when the contest is over. */
  readonly close?: () => void;
}

/** The same work for all contestants, of whom the first is ours. */
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
  /** How many times as fast as this one the first contestant was. */
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
 * Measures the contestants in turn, round by round, so that whatever else the machine does meets all of them.
 *
 * Each does as much as takes it the wanted time; finding out how much that is warms it up. Garbage is not collected
 * between rounds: V8 then forgets what it knows of objects that nobody holds, and the next round begins cold.
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

/** Twice in a row it must take long: what is cold takes long with little to do, and would stay cold. */
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
