import {
  childrenOf,
  parseOnce,
  type SyntaxNode,
  type SyntaxTree,
} from "./syntax.ts";

/** A name that a module takes from another module. */
export interface BorrowedName {
  readonly name: string;
  /** What the other module calls it. */
  readonly original: string;
  /** The other module, as the source names it. */
  readonly module: string;
}

/** The names that a module declares and exports. */
export function exportsOf(source: string): string[] {
  return parseOnce(source)
    .topNode.getChildren("ExportDeclaration")
    .flatMap(childrenOf)
    .flatMap((declaration) => [
      ...declaration.getChildren("VariableDefinition"),
      ...declaration.getChildren("TypeDefinition"),
    ])
    .map(({ from, to }) => source.slice(from, to));
}

/** The names of the methods and getters of the classes in a module, but for private ones. */
export function methodsOf(source: string): string[] {
  const names: string[] = [];
  parseOnce(source).iterate({
    enter: ({ name, node }) => {
      if (name === "MethodDeclaration") {
        const method = node.getChild("PropertyDefinition");
        names.push(method ? source.slice(method.from, method.to) : "");
      }
    },
  });
  return [...new Set(names)].filter(
    (name) => name !== "" && name !== "constructor",
  );
}

/** The names that a module imports. */
export function importsOf(source: string): BorrowedName[] {
  return borrowed(source, "ImportDeclaration", "ImportGroup");
}

/** By the trees of their modules: a book asks for those of the facade once for each name that a spec imports. */
const passedOn = new WeakMap<SyntaxTree, BorrowedName[]>();

/** The names that a module passes on: `export { name } from "…"`. */
export function passedOnBy(source: string): readonly BorrowedName[] {
  // Most modules pass nothing on, which is seen without parsing them.
  if (!/\bexport\s*\{/.test(source)) {
    return [];
  }
  const tree = parseOnce(source);
  const names =
    passedOn.get(tree) ?? borrowed(source, "ExportDeclaration", "ExportGroup");
  passedOn.set(tree, names);
  return names;
}

function borrowed(
  source: string,
  kind: "ImportDeclaration" | "ExportDeclaration",
  list: "ImportGroup" | "ExportGroup",
): BorrowedName[] {
  return parseOnce(source)
    .topNode.getChildren(kind)
    .flatMap((declaration) => {
      const names = declaration.getChild(list);
      const module = declaration.getChild("String");
      return names === null || module === null
        ? []
        : namesIn(source, names).map((name) => ({
            ...name,
            module: source.slice(module.from + 1, module.to - 1),
          }));
    });
}

const NAMES: ReadonlySet<string> = new Set([
  "VariableName",
  "VariableDefinition",
  "default",
]);

/** The names of a list in braces, each of them `name` or `original as name`. */
function namesIn(
  source: string,
  list: SyntaxNode,
): Omit<BorrowedName, "module">[] {
  const entries: string[][] = [[]];
  for (const { name: kind, from, to } of childrenOf(list)) {
    if (kind === ",") {
      entries.push([]);
    } else if (NAMES.has(kind)) {
      entries.at(-1)?.push(source.slice(from, to));
    }
  }
  return entries
    .filter((entry) => entry.length > 0)
    .map((entry) => ({
      name: String(entry.at(-1)),
      original: String(entry[0]),
    }));
}
