import { parseOnce, type SyntaxNode } from "./syntax.ts";

/** A call of describe or it in a spec file. */
export interface SpecCall {
  readonly kind: "describe" | "test";
  /** Line numbers from 1, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Undefined where it is not a string literal. */
  readonly title: string | undefined;
  /** The text of the block comment right above it, if there is one. */
  readonly prose: string | undefined;
}

const KINDS: Readonly<Record<string, SpecCall["kind"]>> = {
  describe: "describe",
  it: "test",
  test: "test",
};

/** Finds the describes and tests of a spec file, in the order in which they begin. */
export function readSpec(source: string): SpecCall[] {
  const calls: SpecCall[] = [];
  const breaks = Array.from(source.matchAll(/\n/g), ({ index }) => index);
  const lineAt = (offset: number): number =>
    breaks.findLastIndex((at) => at < offset) + 2;
  parseOnce(source).iterate({
    enter: (piece) => {
      const call = piece.name === "CallExpression" ? piece.node : undefined;
      const kind = call && kindOf(source, call);
      if (kind !== undefined) {
        calls.push({
          kind,
          firstLine: lineAt(piece.from),
          lastLine: lineAt(piece.to),
          title: titleOf(source, piece.node),
          prose: proseAbove(source, piece.node),
        });
      }
    },
  });
  return calls;
}

/** The innermost test around a line. */
export function testAt(
  calls: readonly SpecCall[],
  line: number,
): SpecCall | undefined {
  return calls.findLast(
    ({ kind, firstLine, lastLine }) =>
      kind === "test" && firstLine <= line && line <= lastLine,
  );
}

/** `it`, `it.each(…)`, `describe.skip` and the like, called with a title. */
export function kindOf(
  source: string,
  call: SyntaxNode,
): SpecCall["kind"] | undefined {
  if (call.parent?.name === "CallExpression") {
    return undefined; // this is the `it.each(…)` of `it.each(…)("title", …)`
  }
  let first = call;
  while (first.firstChild !== null) {
    first = first.firstChild;
  }
  return KINDS[source.slice(first.from, first.to)];
}

/** The first argument, if it is a string literal. It knows only the escapes that give the escaped character itself. */
function titleOf(source: string, call: SyntaxNode): string | undefined {
  const title = call.getChild("ArgList")?.firstChild?.nextSibling;
  return title?.name === "String"
    ? source.slice(title.from + 1, title.to - 1).replaceAll(/\\(.)/g, "$1")
    : undefined;
}

/** The text of the block comment right before a call that is a statement. */
function proseAbove(source: string, call: SyntaxNode): string | undefined {
  const above = call.parent?.prevSibling;
  return above?.name === "BlockComment"
    ? proseOf(source.slice(above.from, above.to))
    : undefined;
}

/** The text of a block comment, without its stars. */
export function proseOf(comment: string): string {
  return comment
    .replace(/^\/\*+/, "")
    .replace(/\*+\/$/, "")
    .split("\n")
    .map((line) => line.replace(/^\s*\* ?/, "").trimEnd())
    .join("\n")
    .trim();
}
