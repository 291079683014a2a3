import type { VNode } from "preact";
import {
  declarationsIn,
  usedBy,
  type Declaration,
} from "../source/declarations.ts";
import { highlight, type Links } from "../source/highlight.ts";
import { importsOf } from "../source/module-names.ts";
import type { Topic } from "../topics.ts";
import { raw } from "./document.tsx";
import { page, type Book } from "./page.tsx";
import { linksOf, Program } from "./program.tsx";
import { ruleGroups } from "./rules.tsx";

/*
 * A rule is read with what it uses: the functions that its spec has for it stand below the rules, the modules beside the
 * spec as well, and what several specs share on a page of its own. In the code of a rule their names are links.
 */

/** The page of the modules that several specs share. */
export const SHARED_PAGE = "helpers.html";

/** What the rules of a page use. */
export interface Uses {
  /** The names in some code of a spec, and where they lead; to another page, a name leads once. */
  readonly links: (file: string, code: string) => Links;
  readonly declared: readonly Declared[];
  /** The modules beside the specs. */
  readonly modules: readonly Beside[];
}

interface Beside {
  readonly path: string;
  /** Whether it is what a spec of the page is about, by its name. */
  readonly isSubject: boolean;
}

interface Declared extends Declaration {
  readonly id: string;
  readonly file: string;
}

/** What the rules of a topic use. */
export function usesOf(book: Book, topic: Topic): Uses {
  const rules = ruleGroups(topic).flatMap((group) => group.rules);
  /** By their texts: what two specs write alike stands once. */
  const declared = new Map<string, Declared>();
  const modules = new Set<string>();
  const links = new Map<string, Links>();
  const led = new Set<string>();
  for (const { fact, source } of topic.specs) {
    const { file } = fact;
    const code = rules.filter((rule) => rule.file === file);
    const used = usedBy(
      code.map(({ code }) => code),
      declarationsIn(source),
    ).map((each) => {
      const id = `uses-${declared.size + 1}`;
      const known = declared.get(each.code) ?? { ...each, id, file };
      declared.set(each.code, known);
      return known;
    });
    const names = new Map<string, string>();
    for (const [name, href] of linksOf(source, file, book)) {
      if (href !== topic.href) {
        names.set(name, href);
      }
    }
    for (const { name, module } of importsOf(source)) {
      const path = pathIn(file, module);
      if (path !== undefined && isShown(path, topic, book)) {
        const isOwn = module.startsWith("./");
        names.set(name, `${isOwn ? "" : SHARED_PAGE}#${idOf(path)}`);
        if (isOwn) {
          modules.add(path);
        }
      }
    }
    for (const { names: given, id } of used) {
      given.forEach((name) => names.set(name, `#${id}`));
    }
    links.set(file, names);
  }
  return {
    links: (file, code) => linksIn(code, links.get(file) as Links, led),
    declared: [...declared.values()],
    modules: Array.from(modules, (path) => ({
      path,
      isSubject: topic.specs.some(
        ({ fact }) => fact.file === path.replace(/ts$/, "spec.ts"),
      ),
    })),
  };
}

/** @param led the names that have led to another page: what is linked anew here is added */
function linksIn(code: string, links: Links, led: Set<string>): Links {
  const words = new Set(code.split(/[^\w$]+/));
  const linked = [...links].filter(
    ([name, href]) =>
      words.has(name) && (href.startsWith("#") || !led.has(name)),
  );
  linked.forEach(([name]) => led.add(name));
  return new Map(linked);
}

/** The program of the page stands above its rules, and those that prove rules are read where they lie. */
function isShown(path: string, { program }: Topic, book: Book): boolean {
  return (
    path !== program?.file &&
    !path.startsWith("spec/proofs/") &&
    book.readText(path) !== undefined
  );
}

/** The path of another module of the specs, as one of them names it. */
function pathIn(file: string, module: string): string | undefined {
  const path = new URL(module, `file:///${file}`).pathname.slice(1);
  return module.startsWith(".") && path.startsWith("spec/") ? path : undefined;
}

function idOf(path: string): string {
  return path.replaceAll(/[^A-Za-z\d]+/g, "-");
}

/** What the rules use that stands nowhere else. */
export function UsesOfRules({
  book,
  uses: { declared, modules, links },
  heading: Heading = "h2",
}: {
  readonly book: Book;
  readonly uses: Uses;
  readonly heading?: "h2" | "h3";
}): VNode | null {
  return declared.length + modules.length === 0 ? null : (
    <section id="uses">
      <Heading>What the rules use</Heading>
      {modules.map(({ path, isSubject }) => (
        <Module book={book} path={path} isUnfolded={isSubject} />
      ))}
      {declared.map(({ id, file, code }) => (
        <pre
          id={id}
          class="code used"
          tabIndex={0}
          {...raw(highlight(code, links(file, code)).join("\n"))}
        />
      ))}
    </section>
  );
}

function Module({
  book,
  path,
  isUnfolded = false,
}: {
  readonly book: Book;
  readonly path: string;
  readonly isUnfolded?: boolean;
}): VNode {
  return (
    <details class="source" id={idOf(path)} open={isUnfolded}>
      <summary>{path}</summary>
      <Program book={book} file={path} />
    </details>
  );
}

/** The modules that several specs share, and what modules use themselves. */
export function sharedPage(book: Book): string {
  const paths = new Set<string>();
  const seen = new Set<string>();
  const look = (file: string, source: string, isSpec: boolean): void => {
    for (const { module } of importsOf(source)) {
      const path = pathIn(file, module);
      const text = path === undefined ? undefined : book.readText(path);
      if (path === undefined || text === undefined) {
        continue;
      }
      // What lies beside a spec stands on its page.
      if (!isSpec || !module.startsWith("./")) {
        paths.add(path);
      }
      if (!seen.has(path)) {
        seen.add(path);
        look(path, text, false);
      }
    }
  };
  book.topics
    .flatMap(({ specs }) => specs)
    .filter(({ fact }) => !fact.file.startsWith("spec/proofs/"))
    .forEach(({ fact, source }) => look(fact.file, source, true));
  return page(
    book,
    SHARED_PAGE,
    "What several specs use — Async patterns",
    <>
      <header class="title">
        <h1>What several specs use</h1>
      </header>
      {[...paths].toSorted().map((path) => (
        <Module book={book} path={path} />
      ))}
    </>,
  );
}
