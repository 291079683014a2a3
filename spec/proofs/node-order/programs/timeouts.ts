import type { Programs } from "../program.ts";

export const timeouts: Programs = {
  "timers of one delay run in the order they were set": (print) => {
    setTimeout(() => print("A"), 2);
    setTimeout(() => print("B"), 2);
    setTimeout(() => print("C"), 2);
  },

  "a shorter delay runs before a longer one that was set first": (print) => {
    setTimeout(() => print("20 ms"), 20);
    setTimeout(() => print("1 ms"), 1);
  },

  "a delay of 0 counts as 1": (print) => {
    setTimeout(() => print("1"), 1);
    setTimeout(() => print("0"), 0);
    setTimeout(() => print("1 again"), 1);
  },

  "a delay that is missing, negative or no number counts as 1": (print) => {
    setTimeout(() => print("1"), 1);
    setTimeout(() => print("missing"));
    setTimeout(() => print("negative"), -5);
    setTimeout(() => print("NaN"), NaN);
    setTimeout(() => print("1 again"), 1);
  },

  "the fraction of a delay is cut off": (print) => {
    setTimeout(() => print("2.9"), 2.9);
    setTimeout(() => print("2"), 2);
    setTimeout(() => print("2.1"), 2.1);
  },

  "a delay may be written as a string": (print) => {
    setTimeout(() => print("2"), 2);
    setTimeout(() => print("'2'"), "2" as unknown as number);
    setTimeout(() => print("2 again"), 2);
  },

  "a callback is handed the arguments behind the delay": (print) => {
    setTimeout((...args: string[]) => print(args.join("+")), 1, "A", "B");
  },

  "a callback is called on its timer": (print) => {
    const timer = setTimeout(function (this: unknown) {
      print(this === timer ? "its timer" : "something else");
    }, 1);
  },

  "a timer that a timer sets goes behind those of the same delay": (print) => {
    setTimeout(() => {
      print("A");
      setTimeout(() => print("C, set by A"), 2);
    }, 2);
    setTimeout(() => print("B"), 2);
  },

  "a timer that a promise sets goes behind those of the same delay": (
    print,
  ) => {
    void Promise.resolve().then(() => setTimeout(() => print("C"), 2));
    setTimeout(() => print("A"), 2);
    setTimeout(() => print("B"), 2);
  },

  "timers chain, each set by the one before": (print) => {
    setTimeout(() => {
      print("first");
      setTimeout(() => {
        print("second");
        setTimeout(() => print("third"), 1);
      }, 1);
    }, 1);
  },

  "a timer that is not kept alive still runs in its place": (print) => {
    setTimeout(() => print("A"), 2).unref();
    setTimeout(() => print("B"), 2);
  },

  "an immediate that a due timer sets waits for the other due timers": (
    print,
    lag,
  ) => {
    setTimeout(() => {
      print("timer A");
      setImmediate(() => print("immediate"));
    }, 2);
    setTimeout(() => print("timer B"), 2);
    lag();
  },
};
