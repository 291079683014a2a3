/** The words of the book that mean more here than elsewhere, each defined once, on the page of the rule of turns. */
export const GLOSSARY: ReadonlyMap<string, string> = new Map([
  [
    "turn",
    "What a task does from when it goes on to when it waits again. Nobody else runs in between.",
  ],
  [
    "moment",
    "A virtual millisecond, and all the turns that happen at it. Time goes on when nothing is left to do at a moment.",
  ],
  [
    "schedule",
    "One order in which the turns of a program can run. A program is run anew for each.",
  ],
  [
    "departure",
    "A choice that the ordinary order would not make: somebody runs who is not first in line, or another of several equal deadlines comes first. The simplest schedules have the fewest.",
  ],
  [
    "step",
    "One of the departures of a schedule, as a search tells it. In a drawing, what happens in a turn up to a line that it prints, or to its end.",
  ],
]);

/** The page that defines them. */
export const GLOSSARY_PAGE = "rule-of-turns.html";

/** What is prose on a page. */
const PROSE =
  /<div class="prose">[\s\S]*?<\/div>|<p class="(?:verdict|certainty|prose)[^>]*>[\s\S]*?<\/p>/g;
/** What stays as it is in prose: links, code, headings, and tags. */
const KEPT =
  /(<a\b[\s\S]*?<\/a>|<code\b[\s\S]*?<\/code>|<h\d[\s\S]*?<\/h\d>|<[^>]*>)/;
/** The words, but not "in turn" and "turns into". */
const WORDS = new RegExp(
  `\\b(?<!in )(${[...GLOSSARY.keys()].join("|")})s?\\b(?! (?:into|out|off|to)\\b)`,
  "gi",
);

/** Makes the words of the book links to their definitions, each where the prose of a page uses it first. */
export function withWords(html: string): string {
  const linked = new Set<string>();
  const link = (used: string, word: string): string => {
    const name = word.toLowerCase();
    if (linked.has(name)) {
      return used;
    }
    linked.add(name);
    return `<a class="word" href="${GLOSSARY_PAGE}#${name}">${used}</a>`;
  };
  return html.replaceAll(PROSE, (text) =>
    text
      .split(KEPT)
      .map((piece, at) =>
        at % 2 === 0 ? piece.replaceAll(WORDS, link) : piece,
      )
      .join(""),
  );
}
