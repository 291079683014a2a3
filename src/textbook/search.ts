import { exportsOf } from "./source/module-names.ts";
import { ruleGroups } from "./pages/rules.tsx";
import { labelOf, type Book } from "./pages/page.tsx";

/** What the search can find: a page, a rule on it or a name that its module exports. */
export interface Entry {
  readonly href: string;
  readonly page: string;
  readonly text: string;
  readonly kind: "page" | "rule" | "name";
}

/** Everything that the search can find, in the order of the book. */
export function searchEntries({ topics, readText }: Book): Entry[] {
  return topics.flatMap((topic) => {
    const { href, source } = topic;
    const page = labelOf(topic);
    const text = `${topic.title}. ${topic.idea}`.replaceAll(/\s+/g, " ");
    const names = exportsOf((source && readText(source)) ?? "");
    const rules = ruleGroups(topic).flatMap((group) =>
      group.rules.map(({ id, tests }): Entry => {
        const titles = tests.map(({ title }) => title).join(" · ");
        return { href: `${href}#${id}`, page, text: titles, kind: "rule" };
      }),
    );
    return [
      { href, page, text, kind: "page" },
      ...names
        .filter((name) => name !== "main")
        .map((name): Entry => ({ href, page, text: name, kind: "name" })),
      ...rules,
    ];
  });
}
