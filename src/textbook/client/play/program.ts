import { transform } from "sucrase";
import {
  parse,
  type SyntaxNode,
  type SyntaxTree,
} from "../../source/syntax.ts";
import type { Failure, Order, Wanted } from "./messages.ts";

/** A program that cannot be run, and why. */
export class Mistake extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.text);
    this.failure = failure;
  }
}

/** What starts virtual runs. */
const RUNNERS: ReadonlySet<string> = new Set([
  "runVirtual",
  "explore",
  "everySchedule",
]);

/** By it, a program says that it is a module. */
const NOTHING = /^export *\{ *\};?/gm;

/**
 * Makes an order of a program: its types are taken out, and what it imports is found. Lines stay where they are.
 * @throws Mistake if it is no TypeScript
 */
export function prepared(text: string, file: string): Order & { kind: "run" } {
  const code = withoutTypes(text).replaceAll(NOTHING, "");
  const tree = parse(code);
  const imported = modulesIn(tree, code);
  const pieces: string[] = [];
  let end = 0;
  for (const { from, to, module } of imported) {
    pieces.push(code.slice(end, from), module);
    end = to;
  }
  const body = bodyIn(tree);
  pieces.push(
    body === undefined
      ? `${code.slice(end)}\n${ownExports(tree, code)}`
      : `${code.slice(end, body.from)}export async function main() {${asMain(body, code)}\n}`,
  );
  const wanted = imported.flatMap(({ wanted }) => wanted);
  const runsItself = wanted.some(
    ({ module, name }) =>
      module === "async-patterns/testing" && RUNNERS.has(name),
  );
  const isAllMain = body !== undefined;
  return { kind: "run", pieces, wanted, file, runsItself, isAllMain };
}

function withoutTypes(text: string): string {
  const tree = parse(text);
  refuseUnknown(tree, text);
  try {
    return transform(withEnds(tree, text), {
      transforms: ["typescript"],
      disableESTransforms: true,
    }).code;
  } catch (error) {
    throw new Mistake(syntaxFailure(error, text));
  }
}

/** What is TypeScript and more than types, by the names of its nodes. */
const UNKNOWN: Readonly<Record<string, string>> = {
  Decorator: "browsers do not know decorators yet",
  accessor: "browsers do not know accessor fields yet",
  NamespaceDeclaration:
    "this page takes types out, and a namespace with code in it is more than types",
};
const CODE: ReadonlySet<string> = new Set([
  "VariableDeclaration",
  "FunctionDeclaration",
  "ClassDeclaration",
  "EnumDeclaration",
  "ExpressionStatement",
]);

/** @throws Mistake where the program has what no browser can run */
function refuseUnknown(tree: SyntaxTree, text: string): void {
  tree.iterate({
    enter: ({ name, node, from }) => {
      const why = UNKNOWN[name];
      if (
        why !== undefined &&
        (name !== "NamespaceDeclaration" || hasCode(node))
      ) {
        const words = `Cannot read the program: ${why}`;
        const line = lineAt(text, from);
        throw new Mistake({ kind: "start", text: words, line });
      }
      return name !== "AmbientDeclaration";
    },
  });
}

/** Whether a namespace has code in it. */
function hasCode(namespace: SyntaxNode): boolean {
  let isCode = false;
  namespace.toTree().iterate({
    enter: ({ name }) => {
      isCode ||= CODE.has(name);
    },
  });
  return isCode;
}

function lineAt(text: string, position: number): number {
  return text.slice(0, position).split("\n").length;
}

/**
 * A semicolon at the beginning of a line ends the type alias above it, and goes with it where types are taken out: another
 * one keeps the lines apart that follow each other then.
 */
function withEnds(tree: SyntaxTree, text: string): string {
  const ends: number[] = [];
  tree.iterate({
    enter: ({ name, from, to }) => {
      if (
        name === "TypeAliasDeclaration" &&
        /\n\s*;$/.test(text.slice(from, to))
      ) {
        ends.push(to);
      }
    },
  });
  return ends.reduceRight(
    (so, end) => `${so.slice(0, end)};${so.slice(end)}`,
    text,
  );
}

function syntaxFailure(error: unknown, text: string): Failure {
  const { message, loc } = error as {
    message: string;
    loc?: { line: number };
  };
  const last = lineAt(text, text.trimEnd().length);
  const isEnd = loc !== undefined && loc.line > last;
  const words = isEnd
    ? "it ends before all is closed that it opens"
    : message.replace(/ \(\d+:\d+\)$/, "");
  return {
    kind: "start",
    text: `Cannot read the program: ${words}`,
    line: isEnd ? last : loc?.line,
  };
}

/** Exports of the generators and classes that a program keeps to itself: a run tells of them, too. */
function ownExports({ topNode }: SyntaxTree, code: string): string {
  const generators = topNode
    .getChildren("FunctionDeclaration")
    .filter(({ from }) => /^async\s+function\s*\*/.test(code.slice(from)));
  const names = [...generators, ...topNode.getChildren("ClassDeclaration")]
    .map((node) => node.getChild("VariableDefinition"))
    .filter((name) => name !== null)
    .map(({ from, to }) => code.slice(from, to));
  return names.map((name) => `export { ${name} as "own ${name}" };`).join("");
}

/** What a program does that exports nothing, as those do that are pasted from elsewhere. */
interface Body {
  /** Behind its imports. */
  readonly from: number;
  readonly last: SyntaxNode;
}

function isImport({ name }: SyntaxNode): boolean {
  return name === "ImportDeclaration";
}

/** All behind the imports, if nothing but imports stands before it and nothing is exported. */
function bodyIn({ topNode }: SyntaxTree): Body | undefined {
  const nodes: SyntaxNode[] = [];
  for (let it = topNode.firstChild; it !== null; it = it.nextSibling) {
    nodes.push(it);
  }
  const statements = nodes.filter(({ name }) => !name.endsWith("Comment"));
  const imports = statements.filter(isImport);
  const last = statements.at(-1);
  const isBody =
    statements.findLastIndex(isImport) === imports.length - 1 &&
    !statements.some(({ name }) => name === "ExportDeclaration");
  return !isBody || last === undefined || isImport(last)
    ? undefined
    : { from: imports.at(-1)?.to ?? 0, last };
}

/** It ends when what it calls last has ended, such as a main of its own; also one that nobody calls. */
function asMain({ from, last }: Body, code: string): string {
  const isCall = last.name === "ExpressionStatement";
  const at = isCall ? last.from : last.to;
  const rest = code.slice(at);
  const isUncalled = code.match(/\bmain\s*\(/g)?.length === 1;
  const hasMain = /^(?:async )?function main\(/m.test(code);
  const end = isCall
    ? `return ${rest.replace(/^void\b/, "")}`
    : `${rest}${isUncalled && hasMain ? "\nreturn main();" : ""}`;
  return code.slice(from, at) + end;
}

interface Imported {
  /** Where the module's name stands, with its quotes. */
  readonly from: number;
  readonly to: number;
  readonly module: string;
  readonly wanted: readonly Wanted[];
}

const IMPORTS: ReadonlySet<string> = new Set([
  "ImportDeclaration",
  "ExportDeclaration",
  "DynamicImport",
]);

function modulesIn(tree: SyntaxTree, code: string): Imported[] {
  const found: Imported[] = [];
  tree.iterate({
    enter: ({ name, node }) => {
      const string = IMPORTS.has(name) ? node.getChild("String") : null;
      if (string !== null) {
        const { from, to } = string;
        const module = code.slice(from + 1, to - 1);
        const line = lineAt(code, from);
        const names = namesIn(node, code);
        const wanted = names.map((name) => ({ name, module, line }));
        found.push({ from, to, module, wanted });
      }
    },
  });
  return found.toSorted((a, b) => a.from - b.from);
}

/** The names in braces, as the module has them; `*` stands for all that is not in braces. */
function namesIn(node: SyntaxNode, code: string): string[] {
  const list = node.getChild("ImportGroup") ?? node.getChild("ExportGroup");
  if (list === null) {
    return ["*"];
  }
  const names = code
    .slice(list.from + 1, list.to - 1)
    .split(",")
    .map((entry) => entry.trim().split(/\s+as\s+/)[0] ?? "")
    .filter((entry) => /^[\w$]+$/.test(entry));
  return names.length > 0 ? names : ["*"];
}

/**
 * Asks the browser's own parser where a program is wrong: a module that can never run, since it imports what there is
 * nowhere.
 */
export async function askParser(
  order: Order & { kind: "run" },
): Promise<Failure | undefined> {
  const code = order.pieces.map((piece, at) =>
    at % 2 === 0 ? piece : JSON.stringify(piece),
  );
  const text = `${code.join("")}\nimport "nowhere";`;
  const url = URL.createObjectURL(
    new Blob([text], { type: "text/javascript" }),
  );
  const script = document.createElement("script");
  script.type = "module";
  script.src = url;
  return new Promise((resolve) => {
    const end = (failure: Failure | undefined): void => {
      removeEventListener("error", hear);
      script.remove();
      URL.revokeObjectURL(url);
      resolve(failure);
    };
    const hear = (event: ErrorEvent): void => {
      if (event.filename === url || event.error instanceof SyntaxError) {
        event.preventDefault();
        const { message, lineno: line } = event;
        const isSyntax = message.includes("SyntaxError");
        const words = message.replace(/^(?:Uncaught )?SyntaxError: /, "");
        const failure: Failure = {
          kind: "start",
          text: `Cannot read the program: ${words}`,
          line,
        };
        end(isSyntax ? failure : undefined);
      }
    };
    addEventListener("error", hear);
    script.addEventListener("error", () => end(undefined));
    document.head.append(script);
  });
}
