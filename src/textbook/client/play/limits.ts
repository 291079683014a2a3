/** What the kit sees less of in a browser than in Node, where an error shows it. */
const LIMITS: readonly (readonly [RegExp, string])[] = [
  [
    /waits for a promise/,
    "In a browser, the kit does not see who waits for a plain promise, and does not wait for the real world, as for a fetch; in Node, it does, and the message names who waits and where.",
  ],
  [
    /^DeadlockError(?![^]* at \S+:\d)/,
    "This browser does not tell where in the program somebody waits; in Node, the message has the places.",
  ],
  [
    /Unterminated regular expression/,
    "If that is a tag: this page knows TypeScript, and no JSX.",
  ],
  [
    /has not given control back/,
    "A loop that never waits does that, also with `await null` in it: in Node, the kit finds the second and calls it a livelock.",
  ],
  [
    /and the program goes on/,
    "An interval that nobody clears does that, or a loop that waits again and again: virtual time has no end. In Node, the kit sees plain promises, too, and finds out earlier when nobody else goes on.",
  ],
  [
    /Failed to fetch|NetworkError|WebSocket|Content Security Policy|dynamically imported module/,
    "This page lets nothing out and nothing in: a program here has no network.",
  ],
  [
    /\b(?:process|require|Buffer|setImmediate) is not defined/,
    "A browser has no such thing; Node has.",
  ],
];

/** What to say of a failure, beyond its own words. */
export function limitsOf(text: string): string[] {
  return LIMITS.filter(([pattern]) => pattern.test(text)).map(
    ([, words]) => words,
  );
}

/** So many events of a run are recorded, and drawn. */
export const MOST_EVENTS = 500;

/** Whether the browser can read `await using`: those that can have the symbol that it calls by. */
export const CAN_USE = "asyncDispose" in Symbol;
