import { cells, pathOf, type Cell } from "../chapter/contents.ts";
import { tallyOf, type RunFacts, type SpecFact, type Tally } from "./facts.ts";
import { teaserOf, titleOf } from "./prose.ts";
import { readSpec, type SpecCall } from "./spec-source.ts";

/** Gives the text of a file by its path from the root of the project; undefined where there is none. */
export type ReadText = (path: string) => string | undefined;

export type Part = "cell" | "chapter" | "library" | "kit" | "workshop";

/** A spec file with everything that is known of it. */
export interface SpecText {
  readonly fact: SpecFact;
  readonly source: string;
  readonly calls: readonly SpecCall[];
}

/** What one page is about. */
export interface Topic {
  readonly part: Part;
  /** The page's file name. */
  readonly href: string;
  readonly title: string;
  readonly cell: Cell | undefined;
  /** The module that the page explains, where it is one. */
  readonly source: string | undefined;
  readonly specs: readonly SpecText[];
  readonly tally: Tally;
  /** The prose above the first describe, as markdown. */
  readonly idea: string;
  /** A line about it. */
  readonly teaser: string;
}

/** The whole book's topics, in the order in which it is read. */
export function topicsOf(facts: RunFacts, readText: ReadText): Topic[] {
  const specs = facts.specs.map((fact): SpecText => {
    const source = readText(fact.file) ?? "";
    return { fact, source, calls: readSpec(source) };
  });
  const inFolder = (folder: string): SpecText[] =>
    specs.filter(({ fact }) => fact.file.startsWith(`spec/${folder}/`));
  const ofCells = cells.map((cell) => {
    const path = `chapter/${pathOf(cell)}`;
    const spec = specs.filter(
      ({ fact }) => fact.file === `spec/${path}.spec.ts`,
    );
    const href = `${path.slice(path.lastIndexOf("/") + 1)}.html`;
    return topic(
      "cell",
      href,
      cell.title,
      spec,
      readText,
      `src/${path}.ts`,
      cell,
    );
  });
  const ofChapter = [
    ["concepts", "Key concepts"],
    ["summary", "Summary"],
  ].map(([name = "", title = ""]) =>
    topic(
      "chapter",
      `${name}.html`,
      title,
      specs.filter(({ fact }) => fact.file === `spec/chapter/${name}.spec.ts`),
      readText,
    ),
  );
  const grouped = (part: Part, folder: string, modules?: string): Topic[] =>
    [...byConcept(inFolder(folder))].map(([name, group]) =>
      topic(
        part,
        `${part}-${name}.html`,
        titleOf(name),
        group,
        readText,
        modules && `${modules}/${name}.ts`,
      ),
    );
  const shown = [
    ...ofCells,
    ...ofChapter,
    ...grouped("library", "patterns", "src/patterns"),
    ...grouped("library", "core", "src/core"),
    ...grouped("kit", "testing"),
  ];
  const seen = new Set(shown.flatMap((each) => each.specs));
  const rest = specs.filter((spec) => !seen.has(spec));
  return [
    ...shown,
    ...[...byFile(rest)].map(([name, group]) =>
      topic(
        "workshop",
        `workshop-${name}.html`,
        titleOf(name),
        group,
        readText,
      ),
    ),
  ];
}

/** `async-queue/join.spec.ts` and `async-queue-join.spec.ts` belong to `async-queue.spec.ts`: one concept, the shortest name. */
export function byConcept(specs: readonly SpecText[]): Map<string, SpecText[]> {
  const groups = new Map<string, SpecText[]>();
  const byName = specs
    .map((spec) => ({ name: conceptName(spec.fact.file), spec }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const { name, spec } of byName) {
    const concept = [...groups.keys()].find((known) =>
      name.startsWith(`${known}-`),
    );
    groups.set(concept ?? name, [...(groups.get(concept ?? name) ?? []), spec]);
  }
  return groups;
}

/** In spec/patterns a folder is a concept, and its file of the same name comes first. */
function conceptName(file: string): string {
  const [, folder = ""] = /^spec\/patterns\/(.*)\//.exec(file) ?? [];
  const name = baseName(file);
  return folder === "" || folder === name ? name : `${folder}-${name}`;
}

function byFile(specs: readonly SpecText[]): Map<string, SpecText[]> {
  return new Map(
    specs.map((spec) => {
      const { file } = spec.fact;
      const folder = file.split("/").slice(1, -1).join("-");
      const name = baseName(file);
      return [folder === "" ? name : `${folder}-${name}`, [spec]];
    }),
  );
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1).replace(/\.spec\.ts$/, "");
}

function topic(
  part: Part,
  href: string,
  title: string,
  specs: readonly SpecText[],
  readText: ReadText,
  source?: string,
  cell?: Cell,
): Topic {
  const idea =
    specs
      .flatMap(({ calls }) => calls)
      .find(({ kind, prose }) => kind === "describe" && prose !== undefined)
      ?.prose ?? "";
  const hasSource = source !== undefined && readText(source) !== undefined;
  return {
    part,
    href,
    title,
    cell,
    source: hasSource ? source : undefined,
    specs,
    tally: tallyOf(specs.map(({ fact }) => fact)),
    idea,
    teaser: teaserOf(idea),
  };
}

/** A heading of the table of contents and what stands under it. */
export interface ContentsSection {
  readonly part: Part;
  readonly title: string;
  readonly topics: readonly Topic[];
}

const PARTS: readonly (readonly [Part, string])[] = [
  ["chapter", "Looking back"],
  ["library", "The library"],
  ["kit", "The test kit"],
  ["workshop", "Behind the scenes"],
];

/** The topics under their headings: the chapter's sections, then the other parts of the book. */
export function sections(topics: readonly Topic[]): ContentsSection[] {
  const ofChapter = new Map<string, Topic[]>();
  for (const topic of topics) {
    if (topic.cell !== undefined) {
      const { number, title } = topic.cell.section;
      const heading = `${number} · ${title}`;
      ofChapter.set(heading, [...(ofChapter.get(heading) ?? []), topic]);
    }
  }
  return [
    ...Array.from(ofChapter, ([title, topics]) => ({
      part: "cell" as const,
      title,
      topics,
    })),
    ...PARTS.map(([part, title]) => ({
      part,
      title,
      topics: topics.filter((topic) => topic.part === part),
    })).filter(({ topics }) => topics.length > 0),
  ];
}
