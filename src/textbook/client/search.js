/*
 * How the book is searched: a classic script, which the page loads when somebody searches, and which a spec loads to ask
 * what readers ask. It makes the index of MiniSearch, and gives a function from a question to what was found.
 */
globalThis.textbookSearch = (MiniSearch, topics) => {
  /* oxlint-disable unicorn/consistent-function-scoping -- outside of this function its names would be globals */
  "use strict";

  /** What nobody looks for. */
  const FILLERS = new Set(
    "a an and are as at be by can do does for from how i if in is it its my of on or that the this to was what when which who why will with your".split(
      " ",
    ),
  );

  const BOOSTS = {
    alias: 2.4,
    name: 2.2,
    page: 1.8,
    error: 1.6,
    heading: 1.4,
    python: 1.2,
    rule: 1,
  };
  const PARTS = {
    guide: 1.5,
    cell: 1.35,
    chapter: 1.1,
    beyond: 1.2,
    library: 1.25,
    kit: 1.15,
    workshop: 0.35,
  };

  const NO_WORD = /[^\p{L}\p{N}_-]+/u;

  /** `put_nowait`, `putNowait` and `put-nowait` are one word, and two. */
  const wordsOf = (text) =>
    text
      .split(NO_WORD)
      .flatMap((word) => {
        const parts = word
          .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1-$2")
          .split(/[-_]+/)
          .filter(Boolean);
        return parts.length > 1 ? [parts.join(""), ...parts] : parts;
      })
      .map((word) => word.toLowerCase());

  /** The singular of a plural, near enough: both sides are cut alike. */
  const stemOf = (word) =>
    word.length > 3 && /[^su]s$/.test(word) ? word.slice(0, -1) : word;

  const index = new MiniSearch({
    fields: ["text", "page"],
    storeFields: ["href", "page", "text", "kind", "part"],
    tokenize: wordsOf,
    processTerm: (word) => (FILLERS.has(word) ? null : stemOf(word)),
    searchOptions: {
      prefix: (term) => term.length > 2,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
      weights: { fuzzy: 0.2, prefix: 0.5 },
      boost: { page: 1.5 },
      boostDocument: (_id, _term, { kind, part }) => BOOSTS[kind] * PARTS[part],
    },
  });

  const entriesOf = ({ href, page, part, text, names, aliases, ...more }) =>
    [
      { kind: "page", href, text },
      ...names.map((name) => ({ kind: "name", href, text: name })),
      ...aliases.map((alias) => ({ kind: "alias", href, text: alias })),
      ...more.errors.map((error) => ({ kind: "error", href, text: error })),
      ...more.python.map((name) => ({
        kind: "python",
        href: `${href}#python`,
        text: name,
      })),
      ...Object.entries(more.headings).map(([id, title]) => ({
        kind: "heading",
        href: `${href}#${id}`,
        text: title,
      })),
      ...more.rules.map((titles, at) => ({
        kind: "rule",
        href: `${href}#rule-${at + 1}`,
        text: titles,
      })),
    ].map((entry) => ({ ...entry, page, part }));
  index.addAll(
    topics.flatMap(entriesOf).map((entry, id) => ({ id, ...entry })),
  );

  /** No more than these from one page, so that one page does not hide the others. */
  const MOST_OF_A_PAGE = 2;

  const withoutCrowds = (found) => {
    const counts = new Map();
    return found.filter(({ page }) => {
      const count = (counts.get(page) ?? 0) + 1;
      counts.set(page, count);
      return count <= MOST_OF_A_PAGE;
    });
  };

  /** A question's words, each in one piece or as all of its parts. */
  const queriesOf = (question) =>
    question
      .split(NO_WORD)
      .map((word) => wordsOf(word).filter((part) => !FILLERS.has(part)))
      .filter((words) => words.length > 0)
      .map(([word, ...parts]) =>
        parts.length === 0
          ? word
          : {
              combineWith: "OR",
              queries: [word, { combineWith: "AND", queries: parts }],
            },
      );

  /** What has all of the words, and behind that what has some. */
  return (question) => {
    const queries = queriesOf(question);
    const all = index.search({ combineWith: "AND", queries });
    const seen = new Set(all.map(({ id }) => id));
    const some = index.search({ combineWith: "OR", queries });
    return withoutCrowds([...all, ...some.filter(({ id }) => !seen.has(id))]);
  };
};
