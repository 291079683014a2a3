import type { Programs } from "../program.ts";

/** Calls `then` and nothing more from the call with that number on. */
function upTo(count: number, stop: () => void): () => number {
  let calls = 0;
  return () => {
    if (++calls === count) {
      stop();
    }
    return calls;
  };
}

export const intervals: Programs = {
  "an interval runs until it is cleared": (print) => {
    const next = upTo(3, () => clearInterval(interval));
    const interval = setInterval(() => print(`tick ${next()}`), 1);
  },

  "an interval of 0 repeats, too": (print) => {
    const next = upTo(3, () => clearInterval(interval));
    const interval = setInterval(() => print(`tick ${next()}`), 0);
  },

  "an interval hands its arguments to every call": (print) => {
    const next = upTo(2, () => clearInterval(interval));
    const interval = setInterval(
      (text: string) => print(`${text} ${next()}`),
      1,
      "tick",
    );
  },

  "an interval calls its callback on itself": (print) => {
    const interval = setInterval(function (this: unknown) {
      print(this === interval ? "the interval" : "something else");
      clearInterval(interval);
    }, 1);
  },

  "two intervals of one delay take turns": (print) => {
    const nextA = upTo(3, () => clearInterval(a));
    const nextB = upTo(3, () => clearInterval(b));
    const a = setInterval(() => print(`A${nextA()}`), 2);
    const b = setInterval(() => print(`B${nextB()}`), 2);
  },

  "an interval starts anew behind what its callback has set": (print) => {
    const next = upTo(2, () => clearInterval(interval));
    const interval = setInterval(() => {
      const tick = next();
      print(`tick ${tick}`);
      setTimeout(() => print(`set by tick ${tick}`), 2);
    }, 2);
  },

  "an interval starts anew before what its promises set": (print) => {
    const next = upTo(2, () => clearInterval(interval));
    const interval = setInterval(() => {
      const tick = next();
      print(`tick ${tick}`);
      void Promise.resolve().then(() =>
        setTimeout(() => print(`set by promise ${tick}`), 2),
      );
    }, 2);
  },

  "an interval that refreshes itself goes behind what it sets next": (
    print,
  ) => {
    const next = upTo(2, () => clearInterval(interval));
    const interval = setInterval(() => {
      const tick = next();
      print(`tick ${tick}`);
      interval.refresh();
      setTimeout(() => print(`set by tick ${tick}`), 2);
    }, 2);
  },

  "an interval that was cleared inside its callback cannot be refreshed": (
    print,
  ) => {
    const interval = setInterval(() => {
      print("tick");
      clearInterval(interval);
      interval.refresh();
    }, 1);
    setTimeout(() => print("later"), 20);
  },

  "all promise work of a tick runs before the next": (print) => {
    const next = upTo(2, () => clearInterval(interval));
    const interval = setInterval(() => {
      const tick = next();
      print(`tick ${tick}`);
      void Promise.resolve()
        .then(() => print(`promise ${tick}`))
        .then(() => print(`its promise ${tick}`));
    }, 1);
  },

  "a promise of a tick can end the interval": (print) => {
    const interval = setInterval(() => {
      print("tick");
      void Promise.resolve()
        .then(() => print("its promise clears the interval"))
        .then(() => clearInterval(interval));
    }, 1);
    setTimeout(() => print("later"), 20);
  },

  "a due interval can be cleared by a timer before it": (print) => {
    setTimeout(() => {
      print("A clears the interval");
      clearTimeout(interval);
    }, 2);
    const interval = setInterval(() => print("never"), 2);
    setTimeout(() => print("B"), 2);
  },

  "an interval that awaits still ticks": (print) => {
    const next = upTo(3, () => clearInterval(interval));
    const work = async (): Promise<void> => {
      const tick = next();
      print(`tick ${tick}`);
      await new Promise((resolve) => setTimeout(resolve, 2));
      print(`end of ${tick}`);
    };
    const interval = setInterval(() => void work(), 2);
  },
};
