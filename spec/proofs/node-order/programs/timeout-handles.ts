import type { Programs } from "../program.ts";

export const timeoutHandles: Programs = {
  "a cleared timer does not run": (print) => {
    const timer = setTimeout(() => print("never"), 2);
    setTimeout(() => print("B"), 2);
    clearTimeout(timer);
  },

  "a due timer can clear the next": (print) => {
    setTimeout(() => {
      print("A clears B");
      clearTimeout(second);
    }, 2);
    const second = setTimeout(() => print("never"), 2);
    setTimeout(() => print("C"), 2);
  },

  "the promise of a due timer can clear the next": (print) => {
    setTimeout(() => {
      void Promise.resolve()
        .then(() => print("A's promise clears B"))
        .then(() => clearTimeout(second));
    }, 2);
    const second = setTimeout(() => print("never"), 2);
    setTimeout(() => print("C"), 2);
  },

  "the tick of a due timer can clear the next": (print) => {
    setTimeout(() => {
      process.nextTick(() => {
        print("A's tick clears B");
        clearTimeout(second);
      });
    }, 2);
    const second = setTimeout(() => print("never"), 2);
    setTimeout(() => print("C"), 2);
  },

  "a timer can be cleared by its number": (print) => {
    const timer = setTimeout(() => print("never"), 2);
    const other = setTimeout(() => print("never"), 2);
    setTimeout(() => print("C"), 2);
    clearTimeout(Number(timer));
    clearTimeout(String(Number(other)));
  },

  "clearInterval clears a timeout": (print) => {
    const timer = setTimeout(() => print("never"), 2);
    setTimeout(() => print("B"), 2);
    clearInterval(timer);
  },

  "clearing a timer that has run changes nothing": (print) => {
    const timer = setTimeout(() => {
      print("A");
      clearTimeout(timer);
    }, 2);
    setTimeout(() => print("B"), 2);
  },

  "a closed timer does not run": (print) => {
    const timer = setTimeout(() => print("never"), 2);
    const other = setTimeout(() => print("never"), 2);
    setTimeout(() => print("C"), 2);
    timer.close();
    other[Symbol.dispose]();
  },

  "a refreshed timer goes behind those of the same delay": (print) => {
    const timer = setTimeout(() => print("A, refreshed"), 2);
    setTimeout(() => print("B"), 2);
    timer.refresh();
  },

  "a timer that is refreshed while due goes to the back": (print, lag) => {
    setTimeout(() => {
      print("A refreshes B");
      second.refresh();
    }, 2);
    const second = setTimeout(() => print("B"), 2);
    setTimeout(() => print("C"), 2);
    lag();
  },

  "a timer that refreshes itself runs again": (print) => {
    let runs = 0;
    const timer = setTimeout(() => {
      print(`run ${++runs}`);
      if (runs < 3) {
        timer.refresh();
      }
    }, 1);
  },

  "a timer that has run can be refreshed from elsewhere": (print) => {
    const timer = setTimeout(() => print("A"), 1);
    setTimeout(() => {
      print("B refreshes A");
      timer.refresh();
    }, 20);
  },

  "a cleared timer cannot be refreshed": (print) => {
    const timer = setTimeout(() => print("never"), 2);
    clearTimeout(timer);
    timer.refresh();
    setTimeout(() => print("B"), 20);
  },

  "a timer that clears and refreshes itself is over": (print) => {
    const timer = setTimeout(() => {
      print("A");
      clearTimeout(timer);
      timer.refresh();
    }, 2);
    setTimeout(() => print("B"), 20);
  },
};
