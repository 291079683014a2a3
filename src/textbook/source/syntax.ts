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
