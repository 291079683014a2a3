import { parseAst } from "vitest/node";

/** A call of describe or it in a spec file. */
export interface SpecCall {
  readonly kind: "describe" | "test";
  /** Line numbers from 1, both included. */
  readonly firstLine: number;
  readonly lastLine: number;
  /** Where it is written as a literal. */
  readonly title: string | undefined;
  /** The prose of the block comment right above it. */
  readonly prose: string | undefined;
}

/** The least that this file needs to know of a syntax tree. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly callee?: Node;
  readonly tag?: Node;
  readonly object?: Node;
  readonly value?: unknown;
  readonly arguments?: readonly Node[];
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
  const visit = (node: Node, isCallee: boolean): void => {
    const kind = isCallee ? undefined : kindOf(node);
    if (kind !== undefined) {
      const [title] = node.arguments as readonly Node[];
      calls.push({
        kind,
        firstLine: lineAt(node.start),
        lastLine: lineAt(node.end),
        title: typeof title?.value === "string" ? title.value : undefined,
        prose: proseAbove(source, node.start),
      });
    }
    for (const [key, child] of Object.entries(node)) {
      for (const inner of Array.isArray(child) ? child : [child]) {
        if (isNode(inner)) {
          visit(inner, key === "callee");
        }
      }
    }
  };
  visit(parseAst(source, { lang: "ts" }), false);
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
function kindOf({ type, callee }: Node): SpecCall["kind"] | undefined {
  if (type !== "CallExpression") {
    return undefined;
  }
  let root = callee;
  while (root !== undefined && root.name === undefined) {
    root = root.callee ?? root.object ?? root.tag;
  }
  return KINDS[String(root?.name)];
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

/** The text of a block comment that ends right before `offset`. */
function proseAbove(source: string, offset: number): string | undefined {
  const above = source.slice(0, offset).trimEnd();
  if (!above.endsWith("*/")) {
    return undefined;
  }
  return proseOf(above.slice(above.lastIndexOf("/*")));
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
