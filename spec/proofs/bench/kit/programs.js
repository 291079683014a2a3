/*
 * In plain JavaScript, as users' code reaches Node: what compiles the source for the bench names each function that is
 * made, which takes as long as much of what is measured.
 */

/** Async functions that sleep again and again, some milliseconds at a time. */
const sleepers = async (pending, events) => {
  const sleeper = async (ms) => {
    for (let slept = 0; slept < events / pending; slept++) {
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
  };
  await Promise.all(
    Array.from({ length: pending }, (_, i) => sleeper(delay(i))),
  );
};

/** Callbacks that do a little promise work and set their timer again. */
const callbacks = (pending, events) =>
  new Promise((resolve) => {
    let fired = 0;
    const arm = (i) => {
      setTimeout(() => void fire(i), delay(i));
    };
    const fire = async (i) => {
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

function delay(i) {
  return 1 + (i % 7);
}

export const PROGRAMS = {
  sleepers,
  callbacks,
};

/** How many timers are pending. */
export const SIZES = [8, 1_000];
