import { parser } from "@lezer/javascript";

const typescript = parser.configure({ dialect: "ts" });

/** The syntax of a source text; where the text is not TypeScript, the tree has gaps. */
export type SyntaxTree = ReturnType<typeof typescript.parse>;

/** A piece of a source text, such as a call. */
export type SyntaxNode = SyntaxTree["topNode"];

/** Parses TypeScript. */
export function parse(source: string): SyntaxTree {
  return typescript.parse(withoutTypes(source));
}

/** How many trees are kept: more than a book has files. */
const KEPT = 1_000;
/** By the text that they are of; what was asked for last stands last. */
const trees = new Map<string, SyntaxTree>();

/** Parses the text of a file, once: a book asks many times for the trees of its specs, and for the facade's. */
export function parseOnce(source: string): SyntaxTree {
  const tree = trees.get(source) ?? parse(source);
  trees.delete(source);
  trees.set(source, tree);
  if (trees.size > KEPT) {
    trees.delete(trees.keys().next().value as string);
  }
  return tree;
}

/** The pieces of a node, punctuation and comments included. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    children.push(child);
  }
  return children;
}

/**
 * The parser does not know `export { type Name }`, and misreads what follows. The word gives way to as many blanks, so that
 * everything else stays where it is.
 */
function withoutTypes(source: string): string {
  return source.replaceAll(/^export \{[^}]*\}/gm, (list) =>
    list.replaceAll(/\btype(?= )/g, "    "),
  );
}
