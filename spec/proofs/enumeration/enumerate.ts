import type { Program, Searched } from "./program.ts";

/** A function that waits, and where. */
interface Waiting {
  readonly who: number;
  /** When it is due; a turn has none. */
  readonly deadline?: number;
  readonly isSleep: boolean;
}

interface State {
  readonly now: number;
  /** What is not due yet, in the order in which it was set. */
  readonly later: readonly Waiting[];
  readonly due: readonly Waiting[];
  readonly line: readonly Waiting[];
  /** For each function how many of its steps are done. */
  readonly done: readonly number[];
  readonly order: string;
}

/**
 * All schedules of a program by the rules that the kit's documentation gives, depth first, over plain data: no promise, no
 * loop, and nothing of the kit.
 *
 * @returns for each order how many schedules lead to it
 */
export function enumerate(
  program: Program,
  searched: Searched,
): Map<string, number> {
  const counts = new Map<string, number>();
  const start = program.reduce<State>(
    (state, _, who) => goOn(program, state, who),
    {
      now: 0,
      later: [],
      due: [],
      line: [],
      done: program.map(() => 0),
      order: "",
    },
  );
  const visit = (state: State): void => {
    const ready = { ...state };
    if (state.due.length + state.line.length === 0) {
      if (state.later.length === 0) {
        counts.set(state.order, (counts.get(state.order) ?? 0) + 1);
        return;
      }
      const next = Math.min(
        ...state.later.map(({ deadline }) => deadline ?? 0),
      );
      Object.assign(ready, moved(state, next));
    }
    for (const job of jobsOf(ready, searched)) {
      visit(ran(program, ready, job));
    }
  };
  visit(start);
  return counts;
}

/** The jobs that may run next. */
function jobsOf(state: State, { vary, latency }: Searched): Waiting[] {
  const ready = [...state.due];
  for (const job of state.line) {
    const { deadline = Infinity } = job;
    const at = ready.findIndex(
      (it) => state.due.includes(it) && (it.deadline ?? 0) > deadline,
    );
    ready.splice(at < 0 || deadline === Infinity ? ready.length : at, 0, job);
  }
  const isTimed = ({ deadline }: Waiting): boolean => deadline !== undefined;
  const timed = ready.filter(isTimed);
  if (vary === "turns") {
    return ready.filter((job) => !isTimed(job) || job === timed[0]);
  }
  const earliest = Math.min(...timed.map(({ deadline }) => deadline ?? 0));
  const near = state.later.filter(
    ({ deadline = 0 }) => latency > 0 && deadline <= earliest + latency,
  );
  const all = timed.length === 0 ? ready : [...ready, ...near];
  if (vary === undefined) {
    return all;
  }
  return isTimed(ready[0] as Waiting) ? all.filter(isTimed) : ready.slice(0, 1);
}

/** Time moves: timers become due, and sleeps line up. */
function moved(state: State, now: number): State {
  const come = state.later
    .filter(({ deadline = 0 }) => deadline <= now)
    .toSorted((a, b) => (a.deadline ?? 0) - (b.deadline ?? 0));
  return {
    ...state,
    now,
    later: state.later.filter((job) => !come.includes(job)),
    due: [...state.due, ...come.filter(({ isSleep }) => !isSleep)],
    line: [...state.line, ...come.filter(({ isSleep }) => isSleep)],
  };
}

/** A job runs, and its function goes on to its next wait. */
function ran(program: Program, before: State, job: Waiting): State {
  const without = (jobs: readonly Waiting[]): Waiting[] =>
    jobs.filter((it) => it !== job);
  const isAhead = before.later.includes(job);
  const state = { ...before, later: without(before.later) };
  const at = isAhead ? moved(state, job.deadline ?? 0) : state;
  const { who } = job;
  const done = at.done.map((count, index) => count + Number(index === who));
  return goOn(
    program,
    {
      ...at,
      due: without(at.due),
      line: without(at.line),
      done,
      order: `${at.order}${who}@${at.now} `,
    },
    who,
  );
}

function goOn(program: Program, state: State, who: number): State {
  const step = program[who]?.[state.done[who] as number];
  if (step === undefined) {
    return state;
  }
  if (step.wait === "turn") {
    return { ...state, line: [...state.line, { who, isSleep: false }] };
  }
  const isSleep = step.wait === "sleep";
  const timer = { who, deadline: state.now + step.ms, isSleep };
  return { ...state, later: [...state.later, timer] };
}
