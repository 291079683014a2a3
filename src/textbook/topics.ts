import {
  cells,
  pathOf,
  titleOf,
  type Cell,
  type Section,
} from "../chapter/contents.ts";
import { tallyOf, type RunFacts, type SpecFact, type Tally } from "./facts.ts";
import { teaserOf } from "./prose.ts";
import { BEYOND, GUIDES, KIT, LIBRARY, titleOfPage } from "./reading-order.ts";
import { readSpec, type SpecCall } from "./source/spec-source.ts";

/** Gives the text of a file, by its path from the root of the project; undefined if there is no such file. */
export type ReadText = (path: string) => string | undefined;

export type Part =
  | "guide"
  | "cell"
  | "chapter"
  | "beyond"
  | "library"
  | "kit"
  | "field"
  | "workshop";

/** A spec file: how it ran, and how it reads. */
export interface SpecText {
  readonly fact: SpecFact;
  readonly source: string;
  readonly calls: readonly SpecCall[];
}

/** A program that a page shows, walks through, and sets beside the same in Python. */
export interface Shown {
  readonly file: string;
  /** Its name among the programs in Python. */
  readonly python: string;
  /** Under which names Python's names stand that it uses. */
  readonly concepts: readonly string[];
}

/** What one page is about. */
export interface Topic {
  readonly part: Part;
  /** Of the cell, the concept or the spec. */
  readonly name: string;
  readonly title: string;
  /** The page's file name. */
  readonly href: string;
  readonly cell?: Cell;
  readonly program?: Shown;
  /** The text of a guide, as markdown with directives. */
  readonly guide?: string;
  /** The module that the page explains, if there is one. */
  readonly source?: string | undefined;
  readonly specs: readonly SpecText[];
  readonly tally: Tally;
  /** The prose above the first describe, as markdown. */
  readonly idea: string;
  /** A line about the page, for the index. */
  readonly teaser: string;
}

/** A topic as far as names of files tell; whether there is such a module is not known yet. */
type Named = Omit<Topic, "tally" | "idea" | "teaser">;

/** The whole book's topics, in the order in which it is read. */
export function topicsOf(facts: RunFacts, readText: ReadText): Topic[] {
  const specs = facts.specs.map((fact): SpecText => {
    const source = readText(fact.file) ?? "";
    return { fact, source, calls: readSpec(source) };
  });
  const named: Named[] = [
    ...Array.from(GUIDES, ([name, title]) =>
      ofGuide("guide", name, title, specs, readText),
    ),
    ...cells.map((cell) => ofCell(cell, specs)),
    ofChapter("concepts", "Key concepts", specs),
    ofChapter("summary", "Summary", specs),
    ...Array.from(BEYOND, ([name, { title, concepts }]) =>
      ofBeyond(name, title, concepts, specs),
    ),
    ofGuide(
      "field",
      "in-the-field",
      "The patterns on PostgreSQL",
      specs,
      readText,
    ),
    ...inOrder([
      ...ofConcepts("library", "patterns", specs, "src/patterns"),
      ...ofConcepts("library", "core", specs, "src/core"),
      ...ofConcepts("kit", "testing", specs),
    ]),
  ];
  const seen = new Set(named.flatMap((topic) => topic.specs));
  const rest = specs.filter((spec) => !seen.has(spec));
  return [...named, ...rest.map(ofWorkshop)].map((topic) =>
    withText(titled(topic), readText),
  );
}

/** In the workshop a page is called what its spec calls its subject: the name of a file there is for those who know it. */
function titled(topic: Named): Named {
  const { part, name, href, specs } = topic;
  const given = titleOfPage(href.replace(/\.html$/, ""));
  const subject = specs[0] && subjectOf(specs[0]);
  const isNamed = part !== "workshop" || given !== undefined;
  return isNamed ? topic : { ...topic, title: subject ?? titleOf(name) };
}

/** The title of the one describe that holds all of a spec, if it says more than a name. */
function subjectOf({ calls }: SpecText): string | undefined {
  const [first, ...others] = calls.filter(({ kind }) => kind === "describe");
  if (first === undefined) {
    return undefined;
  }
  const { title, lastLine: end } = first;
  const isOne = others.every(({ lastLine }) => lastLine < end);
  return isOne && /^[A-Z].* /.test(String(title)) ? title : undefined;
}

/** First the concepts that readers look for, in their order; what is listed nowhere goes to the workshop. */
function inOrder(topics: readonly Named[]): Named[] {
  const listed = [
    ...LIBRARY.map((name) => `library-${name}.html`),
    ...KIT.map((name) => `kit-${name}.html`),
  ];
  const isListed = ({ href }: Named): boolean => listed.includes(href);
  return [
    ...topics
      .filter(isListed)
      .toSorted((a, b) => listed.indexOf(a.href) - listed.indexOf(b.href)),
    ...topics
      .filter((topic) => !isListed(topic))
      .map((topic) => ({ ...topic, part: "workshop" as const })),
  ];
}

/** A page to begin with: its text, and the specs that run what the text shows. */
function ofGuide(
  part: "guide" | "field",
  name: string,
  title: string,
  specs: readonly SpecText[],
  readText: ReadText,
): Named {
  const folder = `spec/guides/${name}`;
  return {
    part,
    name,
    title,
    href: `${name}.html`,
    guide: readText(`src/textbook/guides/${name}.md`) ?? "",
    specs: specs.filter(
      ({ fact: { file } }) =>
        file === `${folder}.spec.ts` || file.startsWith(`${folder}/`),
    ),
  };
}

/** Reads what a topic is about from its specs. */
function withText(topic: Named, readText: ReadText): Topic {
  const { source, specs } = topic;
  const idea =
    topic.guide?.split("\n\n")[0] ??
    specs
      .flatMap(({ calls }) => calls)
      .find(({ kind, prose }) => kind === "describe" && prose !== undefined)
      ?.prose ??
    "";
  const isThere = source !== undefined && readText(source) !== undefined;
  return {
    ...topic,
    source: isThere ? source : undefined,
    tally: tallyOf(specs.map(({ fact }) => fact)),
    idea,
    teaser: teaserOf(idea),
  };
}

function ofCell(cell: Cell, specs: readonly SpecText[]): Named {
  const { name, title } = cell;
  const path = `chapter/${pathOf(cell)}`;
  const file = `src/${path}.ts`;
  return {
    part: "cell",
    name,
    title,
    href: `${baseName(path)}.html`,
    cell,
    program: { file, python: baseName(path), concepts: [name] },
    source: file,
    specs: specs.filter(({ fact }) => fact.file === `spec/${path}.spec.ts`),
  };
}

/** A program beyond the chapter; what it shows has a page in the library, too. */
function ofBeyond(
  name: string,
  title: string,
  concepts: readonly string[],
  specs: readonly SpecText[],
): Named {
  const path = `spec/guides/beyond/${name}`;
  const file = `${path}.ts`;
  return {
    part: "beyond",
    name: `beyond-${name}`,
    title,
    href: `beyond-${name}.html`,
    program: { file, python: `beyond-${name}`, concepts },
    source: file,
    specs: specs.filter(({ fact }) => fact.file === `${path}.spec.ts`),
  };
}

/** A look back at the whole chapter. */
function ofChapter(
  name: string,
  title: string,
  specs: readonly SpecText[],
): Named {
  const file = `spec/chapter/${name}.spec.ts`;
  return {
    part: "chapter",
    name,
    title,
    href: `${name}.html`,
    specs: specs.filter(({ fact }) => fact.file === file),
  };
}

/** A topic for each concept in a folder of specs. @param modules where the modules of the concepts lie, if the book shows them */
function ofConcepts(
  part: "library" | "kit",
  folder: string,
  specs: readonly SpecText[],
  modules?: string,
): Named[] {
  const inFolder = specs.filter(({ fact }) =>
    fact.file.startsWith(`spec/${folder}/`),
  );
  return Array.from(byConcept(inFolder), ([name, specs]) => ({
    part,
    name,
    title: titleOfPage(`${part}-${name}`) ?? titleOf(name),
    href: `${part}-${name}.html`,
    source: modules && `${modules}/${name}.ts`,
    specs,
  }));
}

/**
 * A concept may have several specs: `async-queue-join` and `async-queue-order` belong to `async-queue`. What readers look
 * for by its own name is a concept of its own: `task-group` is no part of `task`.
 */
function byConcept(specs: readonly SpecText[]): Map<string, SpecText[]> {
  const groups = new Map<string, SpecText[]>();
  const byName = specs
    .map((spec) => ({ name: conceptName(spec.fact.file), spec }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, spec } of byName) {
    const known = [...groups.keys()].findLast((known) =>
      name.startsWith(`${known}-`),
    );
    const isOwn = LIBRARY.includes(name) || KIT.includes(name);
    const concept = isOwn ? name : (known ?? name);
    groups.set(concept, [...(groups.get(concept) ?? []), spec]);
  }
  return groups;
}

/** In spec/patterns a folder is a concept; elsewhere it is a room for several. */
function conceptName(file: string): string {
  const [part, ...folders] = foldersOf(file);
  return part === "patterns" ? nameIn(folders, file) : baseName(file);
}

function ofWorkshop(spec: SpecText): Named {
  const { file } = spec.fact;
  const folders = foldersOf(file).filter((folder) => folder !== "proofs");
  const name = nameIn(folders, file);
  return {
    part: "workshop",
    name,
    title: titleOfPage(`workshop-${name}`) ?? titleOf(name),
    href: `workshop-${name}.html`,
    specs: [spec],
  };
}

/** `async-queue/join` is `async-queue-join`, and `async-queue/async-queue` is `async-queue`. */
function nameIn(folders: readonly string[], file: string): string {
  const name = baseName(file);
  return [...folders.filter((folder) => folder !== name), name].join("-");
}

/** The folders around a spec file, without `spec` itself. */
function foldersOf(file: string): string[] {
  return file.split("/").slice(1, -1);
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.spec\.ts$/, "");
}

/** A heading of the table of contents and what stands under it. */
export interface ContentsSection {
  readonly part: Part;
  readonly id: string;
  /** Where its topics are listed. */
  readonly href: string;
  readonly title: string;
  readonly topics: readonly Topic[];
}

/** The parts of the book around the cells, in order, and their titles. */
export const PARTS: ReadonlyMap<Part, string> = new Map([
  ["guide", "Start here"],
  ["chapter", "Looking back"],
  ["beyond", "Beyond the chapter"],
  ["library", "The library"],
  ["kit", "The test kit"],
  ["field", "In the field"],
  ["workshop", "The workshop"],
]);

/** The workshop has an index of its own, since it is for those who work on the book and the library. */
export const WORKSHOP_PAGE = "workshop.html";

/** The topics under their headings: the chapter's sections, then the other parts of the book. */
export function sections(topics: readonly Topic[]): ContentsSection[] {
  const ofChapter = new Map<Section, Topic[]>();
  for (const topic of topics) {
    if (topic.cell !== undefined) {
      const { section } = topic.cell;
      ofChapter.set(section, [...(ofChapter.get(section) ?? []), topic]);
    }
  }
  const others = Array.from(PARTS, ([part, title]) => ({
    part,
    id: part,
    href: part === "workshop" ? WORKSHOP_PAGE : `index.html#${part}`,
    title,
    topics: topics.filter((topic) => topic.part === part),
  })).filter(({ topics }) => topics.length > 0);
  return [
    ...others.filter(({ part }) => part === "guide"),
    ...Array.from(ofChapter, ([{ number, title }, topics]) => ({
      part: "cell" as const,
      id: `section-${number}`,
      href: `index.html#section-${number}`,
      title: `${number} · ${title}`,
      topics,
    })),
    ...others.filter(({ part }) => part !== "guide"),
  ];
}
