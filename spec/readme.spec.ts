import { execFile } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { Marked } from "marked";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DeadlockError, explore } from "../src/testing/index.ts";
import { wakingOne } from "./testing/explore/bounded-buffer.ts";

const READMES = ["README.md", "spec/proofs/README.md"];

/** What is there once npm test, or the program in question, has run. */
const WRITTEN = ["benchmarks", "coverage", "textbook"].map(
  (name) => `reports/${name}/index.html`,
);

/*
 * What the README says is true. Each of its programs is run as it stands, as if it were a reader's own example.ts, and
 * prints or throws what the block behind it shows. Each command, file and heading that the README names is there.
 */
describe("The README", () => {
  const project = JSON.parse(readFileSync("package.json", "utf8")) as {
    name: string;
    scripts: object;
    exports: object;
  };
  const pieces = piecesOf("README.md");
  const programs = programsAmong(pieces);

  // In the project the package's name stands for it, as it does wherever the package is installed.
  const folder = mkdtempSync("reports/readme-");
  for (const { title, code } of programs) {
    mkdirSync(`${folder}/${title}`);
    writeFileSync(`${folder}/${title}/example.ts`, code);
  }
  afterAll(() => rmSync(folder, { recursive: true }));

  // One process runs all of them, one behind the other: to start one takes longer than what a program does.
  let printed: Promise<string[]>;
  beforeAll(() => {
    const main = `(async () => {
      for (const title of process.argv.slice(1)) {
        process.chdir(title);
        const program = url.pathToFileURL("example.ts");
        await import(program).catch((e) => console.log(String(e)));
        process.chdir("..");
        console.log("\\f");
      }
    })()`;
    const args = ["--conditions=source", "--import=tsx", `--eval=${main}`];
    const titles = programs.map(({ title }) => title);
    const all = printedBy([...args, ...titles], folder);
    printed = all.then((text) => text.split("\f\n"));
  });

  it.concurrent.each(
    programs.map((each, at) => [each.title, each, at] as const),
  )("shows what its program does: %s", async (_, program, at) => {
    expect((await printed)[at]).toBe(program.shown);
  });

  it.concurrent("has programs whose types are right", async () => {
    const settings = { extends: "../../tsconfig.json", include: ["."] };
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify(settings));
    const tsc = "node_modules/typescript/bin/tsc";
    const args = [tsc, "--project", folder, "--pretty", "false"];
    expect(await printedBy(args)).toBe("");
  });

  it("shows how its worked example hangs most simply, and who waits where", async () => {
    const { outcomes } = await explore(wakingOne);
    const simplest = outcomes.find((it) => it.error instanceof DeadlockError);
    const shown = [simplest?.schedule, "", simplest?.error].join("\n");
    expect(textsOf(pieces, "code")).toContain(shown);
  });

  it.each(READMES)("%s names commands that are there", (file) => {
    const texts = textsOf(piecesOf(file), "code", "codespan").join("\n");
    const named = [...texts.matchAll(/\bnpm (?:run )?([\w:-]+)/g)];
    const known = ["ci", "install", "pack", ...Object.keys(project.scripts)];
    const missing = named.filter(([, name = ""]) => !known.includes(name));
    expect(missing.map(([command]) => command)).toEqual([]);
  });

  it.each(READMES)(
    "%s names files, entries and headings that are there",
    (file) => {
      const pieces = piecesOf(file);
      const isPath = /^[\w.-]+(\/[\w./-]*|\.(json|md|ts))$/;
      const named = [
        ...textsOf(pieces, "codespan").filter((text) => isPath.test(text)),
        ...pieces.flatMap(({ href }) => href ?? []),
      ];
      const known = [
        ...textsOf(pieces, "heading").map(anchorOf),
        ...Object.keys(project.exports).map((entry) =>
          join(project.name, entry),
        ),
        ...WRITTEN,
      ];
      const missing = named.filter(
        (name) => !known.includes(name) && !existsSync(name),
      );
      expect(missing).toEqual([]);
    },
  );
});

/** A piece of Markdown: a block, or what stands in one. */
interface Piece {
  readonly type: string;
  readonly text: string;
  /** Of a block of code: its language. */
  readonly lang?: string;
  /** Of a link or a picture: where it leads. */
  readonly href?: string;
}

function piecesOf(file: string): Piece[] {
  const marked = new Marked();
  const pieces: Piece[] = [];
  const tokens = marked.lexer(readFileSync(file, "utf8"));
  void marked.walkTokens(tokens, (token) => void pieces.push(token as Piece));
  return pieces.filter(({ type }) => type !== "space");
}

function textsOf(pieces: readonly Piece[], ...types: string[]): string[] {
  return pieces
    .filter(({ type }) => types.includes(type))
    .map(({ text }) => text);
}

interface Program {
  /** The heading under which it stands. */
  readonly title: string;
  readonly code: string;
  /** What the block behind it says that it prints or throws. */
  readonly shown: string;
}

function programsAmong(pieces: readonly Piece[]): Program[] {
  return pieces.flatMap(({ lang, text: code }, at) => {
    const before = pieces.slice(0, at);
    const title = before.findLast(({ type }) => type === "heading")?.text ?? "";
    const next = pieces[at + 1];
    const shown = next?.lang === "text" ? `${next.text}\n` : "";
    return lang === "ts" ? [{ title, code, shown }] : [];
  });
}

/** What GitHub makes of a heading, for links. */
function anchorOf(heading: string): string {
  return `#${heading.toLowerCase().replaceAll(" ", "-")}`;
}

/** What a run of Node prints; if it fails, also what it complains of. */
function printedBy(args: readonly string[], cwd = "."): Promise<string> {
  const env = { ...process.env, FORCE_COLOR: "0" };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd, env }, (error, stdout, stderr) =>
      resolve(error ? stdout + stderr : stdout),
    );
  });
}
