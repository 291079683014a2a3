import { ALIASES } from "./aliases.ts";
import { labelOf, type Book } from "./pages/page.tsx";
import { PYTHON_NAMES } from "./pages/python.tsx";
import { ruleGroups } from "./pages/rules.tsx";
import { anchorOf } from "./prose.ts";
import { exportsOf, methodsOf } from "./source/module-names.ts";
import type { Part, Topic } from "./topics.ts";

/** What the search can find on a page. */
export interface Searched {
  readonly href: string;
  readonly page: string;
  readonly part: Part;
  readonly text: string;
  /** The names that its module exports, and those of its methods. */
  readonly names: readonly string[];
  /** What else readers may call it. */
  readonly aliases: readonly string[];
  /** What Python calls what stands on the page. */
  readonly python: readonly string[];
  /** The texts of the errors that its module throws, as far as they are fixed. */
  readonly errors: readonly string[];
  /** By their anchors. */
  readonly headings: Readonly<Record<string, string>>;
  /** In the order of their anchors, which count them from `rule-1`. */
  readonly rules: readonly string[];
}

/** What a search has found, the best first. */
export interface Found {
  readonly href: string;
  readonly page: string;
  readonly text: string;
}

/** Everything that the search can find, in the order of the book. */
export function searchIndex({ topics, readText }: Book): Searched[] {
  return topics.map((topic) => {
    const { href, part, source } = topic;
    const text = `${topic.title}. ${topic.idea}`.replaceAll(/\s+/g, " ");
    const module = (source && readText(source)) ?? "";
    const rules = ruleGroups(topic).flatMap((group) => group.rules);
    return {
      href,
      page: labelOf(topic),
      part,
      text,
      names: [...exportsOf(module), ...methodsOf(module)].filter(
        (name) => name !== "main",
      ),
      aliases: ALIASES.get(href) ?? [],
      python: (PYTHON_NAMES[topic.name] ?? []).map(({ python }) => python),
      errors: errorsIn(module),
      headings: headingsOf(topic),
      // Where a rule of the workshop holds for many values, they are those of its spec: nobody looks for them.
      rules: rules.map(({ tests }) =>
        (part === "workshop" ? tests.slice(0, 1) : tests)
          .map(({ title }) => title)
          .join(" · "),
      ),
    };
  });
}

function errorsIn(module: string): string[] {
  return Array.from(module.matchAll(/["`](Cannot [^"`$]*)/g), ([, text]) =>
    String(text).trim(),
  );
}

/** The headings of a guide. */
function headingsOf({ guide = "" }: Topic): Record<string, string> {
  return Object.fromEntries(
    Array.from(guide.matchAll(/^## (.*)$/gm), ([, heading]) => [
      anchorOf(String(heading)),
      String(heading),
    ]),
  );
}
