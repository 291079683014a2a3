/** Work for a clock: that many timers are pending all the time, until that many have fired. */
export type Program = (pending: number, events: number) => Promise<void>;

/** Async functions that sleep again and again, some milliseconds at a time. */
const sleepers: Program = async (pending, events) => {
  const sleeper = async (ms: number): Promise<void> => {
    for (let slept = 0; slept < events / pending; slept++) {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  };
  await Promise.all(
    Array.from({ length: pending }, (_, i) => sleeper(delay(i))),
  );
};

/** Callbacks that do a little promise work and set their timer again. */
const callbacks: Program = (pending, events) =>
  new Promise((resolve) => {
    let fired = 0;
    const arm = (i: number): void => {
      setTimeout(() => void fire(i), delay(i));
    };
    const fire = async (i: number): Promise<void> => {
      await Promise.resolve();
      fired++;
      if (fired === events) {
        resolve();
      } else if (fired + pending <= events) {
        arm(i);
      }
    };
    for (let i = 0; i < pending; i++) {
      arm(i);
    }
  });

function delay(i: number): number {
  return 1 + (i % 7);
}

export const PROGRAMS: Readonly<Record<string, Program>> = {
  sleepers,
  callbacks,
};

/** How many timers are pending. */
export const SIZES = [8, 1_000] as const;
