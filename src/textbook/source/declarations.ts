import { kindOf } from "./spec-source.ts";
import { parseOnce, type SyntaxNode } from "./syntax.ts";

/** What a spec file declares for its tests, outside of them. */
export interface Declaration {
  readonly names: readonly string[];
  /** Its lines, from the left margin on. */
  readonly code: string;
}

const KINDS: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "ClassDeclaration",
  "VariableDeclaration",
  "InterfaceDeclaration",
  "TypeAliasDeclaration",
]);

/** The declarations of a spec file, and those in its describes, in the order in which they stand. */
export function declarationsIn(source: string): Declaration[] {
  const found: Declaration[] = [];
  parseOnce(source).iterate({
    enter: ({ name, node }) => {
      if (name === "CallExpression") {
        return kindOf(source, node) === "describe";
      }
      if (!KINDS.has(name)) {
        return undefined;
      }
      found.push({ names: namesOf(source, node), code: codeAt(source, node) });
      return false;
    },
  });
  return found;
}

/** Those that some code uses, and those that they use themselves. */
export function usedBy(
  code: readonly string[],
  declarations: readonly Declaration[],
): Declaration[] {
  const used = new Set<Declaration>();
  const look = (text: string): void => {
    const words = new Set(text.match(/[A-Za-z_$][\w$]*/g));
    for (const each of declarations) {
      if (!used.has(each) && each.names.some((name) => words.has(name))) {
        used.add(each);
        look(each.code);
      }
    }
  };
  code.forEach(look);
  return declarations.filter((each) => used.has(each));
}

/** The names that a declaration gives, those in `const { a, b: c } = …` among them. */
function namesOf(source: string, declaration: SyntaxNode): string[] {
  const names: string[] = [];
  for (
    let child = declaration.firstChild;
    child !== null;
    child = child.nextSibling
  ) {
    if (/^(Variable|Type)Definition$/.test(child.name)) {
      names.push(source.slice(child.from, child.to));
    } else if (child.name.endsWith("Pattern")) {
      const pattern = source.slice(child.from, child.to);
      const given = pattern.matchAll(/[A-Za-z_$][\w$]*(?= *[,}\]=])/g);
      names.push(...Array.from(given, ([name]) => name));
    }
  }
  return names;
}

/** Up to the end of its last line, since the parser ends a declaration before a type that it does not know. */
function codeAt(source: string, { from, to, prevSibling }: SyntaxNode): string {
  const isExplained =
    prevSibling?.name === "BlockComment" &&
    source.slice(prevSibling.from).startsWith("/**");
  const start = isExplained ? prevSibling.from : from;
  const margin = start - (source.lastIndexOf("\n", start) + 1);
  return source
    .slice(start, source.indexOf("\n", to))
    .split("\n")
    .map((line) => line.replace(new RegExp(`^ {0,${margin}}`), ""))
    .join("\n");
}
