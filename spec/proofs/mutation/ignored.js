/*
 * What Stryker must not change, since no program could notice. Elsewhere a comment at the line says so. The cells are
 * pages of the book, so they are kept free of comments for tools.
 */
const IGNORED = new Map([
  ["results.toSorted((a, b) => a - b)", "Cell 11's results come in order"],
  ["uniqueIds.toSorted((a, b) => a - b)", "Cell 14's numbers come in order"],
  ['["x", "y", "z"]', "Cell 16 leaves the stream at its first item"],
]);

/** A plugin of Stryker's: https://stryker-mutator.io/docs/stryker-js/disable-mutants/#using-an-ignore-plugin */
export const strykerPlugins = [
  {
    kind: "Ignore",
    name: "ignored",
    value: {
      /** @param path what babel knows of a piece of the source */
      shouldIgnore: (path) =>
        path.isExpression() ? IGNORED.get(path.toString()) : undefined,
    },
  },
];
