import { readFileSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { build, transformSync, type Plugin } from "esbuild";

/** By the folder of the sources: they do not change while a book is written, and bundling takes as long as all the rest. */
const bundles = new Map<string, Promise<string>>();

/** What of sucrase only those call who have it do more than take types out: a page loads nothing of it. */
const UNUSED = new RegExp(
  `/sucrase/dist/esm/(?:${[
    "CJSImportProcessor",
    "computeSourceMap",
    "util/formatTokens",
    "parser/plugins/(?:flow|jsx/index)",
    "transformers/(?:CJSImport|Flow|JSX|JestHoist|NumericSeparator|OptionalCatchBinding|OptionalChainingNullish|ReactDisplayName|ReactHotLoader)Transformer",
  ].join("|")})\\.js$`,
);
/** These are called: one checks that options are known, and those of a page are; one writes what replaces new syntax. */
const CALLED = /\/sucrase\/dist\/esm\/(?:Options|HelperManager)\.js$/;

/** What of the kit looks at things that a page has none of: real I/O, other processes, threads and contexts, HTTP servers, streams of the process, runners of tests, modules that outlive a run. */
const OF_NODE =
  /\/testing\/(?:node\/(?:busy-moment|open-handles|signs-of-life|context-clocks|http-servers|printed-streams|test-end|v8-tasks)|watch\/dropped-timers)\.ts$/;

/** A tree of the words of TypeScript, of which nearly all is -1. */
const WORD_TREE = /\/sucrase\/dist\/esm\/parser\/tokenizer\/readWordTree\.js$/;

/** Writes a list in brackets without what is -1. */
function sparse(code: string): string {
  return code.replace(/\[([^]*)\]/, (_, list: string) => {
    const values = list
      .replaceAll(/\/\/.*/g, "")
      .split(",")
      .map((value) => value.trim())
      .filter((value) => value !== "");
    const others = values.flatMap((value, at) =>
      value === "-1" ? [] : [`[${at}, ${value}]`],
    );
    return `[${others.join()}].reduce((all, [at, value]) => { all[at] = value; return all; }, new Array(${values.length}).fill(-1))`;
  });
}

/** Lists of numbers by their names. */
const NAMED_NUMBERS =
  /\/sucrase\/dist\/esm\/parser\/(?:util\/charcodes|tokenizer\/(?:types|keywords))\.js$/;

/** Writes them as the enumerations that they were, so that the numbers take the places of the names. */
function enumerated(code: string): string {
  return code
    .replace(/export var (\w+); \(function .*\{/, "export enum $1 {")
    .replaceAll(/^ *const (\w+) = ([^;]+); \w+\[.*/gm, "$1 = $2,")
    .replace(/^\}\)\(.*\);/m, "}");
}

const onlyTypes: Plugin = {
  name: "only types",
  setup(build) {
    build.onLoad({ filter: NAMED_NUMBERS }, ({ path }) => ({
      contents: enumerated(readFileSync(path, "utf8")),
      loader: "ts",
    }));
    build.onLoad({ filter: WORD_TREE }, ({ path }) => ({
      contents: sparse(readFileSync(path, "utf8")),
    }));
    build.onLoad({ filter: UNUSED }, () => ({ contents: "" }));
    build.onLoad({ filter: OF_NODE }, () => ({
      contents:
        "export class Handles { install() { return () => {}; } begin() {} look() { return { outside: [], unheld: [], overheard: [], unheard: [] }; } } export const giveUp = () => {}, inWords = String; export class BusyMoment { effort = 0; begin() {} add() {} end() { return 0; } hasLasted() { return false; } msPassed() { return 0; } } export class SignsOfLife {} export class HttpServers { note() { return false; } end() {} } export class PrintedStreams { begin() {} take() { return false; } install() { return () => {}; } } export const virtualizeContexts = () => () => {}; export const virtualizeHttpDates = virtualizeContexts; export const watchV8Tasks = virtualizeContexts; export const whenTestEnds = virtualizeContexts; export const drop = giveUp, droppedTimers = () => [];",
    }));
    build.onLoad({ filter: CALLED }, () => ({
      contents:
        'export const validateOptions = () => {}; export class HelperManager { emitHelpers() { return ""; } }',
    }));
  },
};

/**
 * The script with which a page plays: what runs programs in a worker, as a function whose text the worker is made of, and
 * what shows them. The same sources give the same bytes.
 *
 * @param root the project's folder
 */
export function bundlePlay(root: string): Promise<string> {
  const folder = realpathSync(join(root, "src/textbook/client/play"));
  const bundle = bundles.get(folder) ?? bundledBoth(folder);
  bundles.set(folder, bundle);
  return bundle;
}

async function bundledBoth(folder: string): Promise<string> {
  const names = ["worker.ts", "player.tsx"];
  const [worker, player] = await Promise.all(
    names.map((name) => bundled(join(folder, name))),
  );
  return `globalThis.textbookWorker=function(){${worker}};\n${player}`;
}

/** By their names and texts, for the same reason. */
const small = new Map<string, string>();

/** A style sheet or a script without what only those read who work on it. */
export function minified(name: string, text: string): string {
  const key = `${name}\n${text}`;
  const known =
    small.get(key) ??
    transformSync(text, {
      loader: name.endsWith(".css") ? "css" : "js",
      minify: true,
      charset: "utf8",
      legalComments: "none",
    }).code;
  small.set(key, known);
  return known;
}

async function bundled(path: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path],
    conditions: ["source"],
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022", // browsers that know this and no `await using` run the other programs
    jsx: "automatic",
    jsxImportSource: "preact",
    charset: "utf8",
    legalComments: "none",
    plugins: [onlyTypes],
    write: false,
    logLevel: "error",
  });
  return (outputFiles[0] as (typeof outputFiles)[number]).text;
}
