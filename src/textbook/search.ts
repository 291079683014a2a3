import { exportsOf } from "./source/module-names.ts";
import { ruleGroups } from "./pages/rules.tsx";
import { labelOf, type Book } from "./pages/page.tsx";

/** What the search can find on a page: itself, the names that its module exports, and its rules by their anchors. */
export interface Searched {
  readonly href: string;
  readonly page: string;
  readonly text: string;
  readonly names: readonly string[];
  readonly rules: Readonly<Record<string, string>>;
}

/** Everything that the search can find, in the order of the book. */
export function searchIndex({ topics, readText }: Book): Searched[] {
  return topics.map((topic) => {
    const { href, source } = topic;
    const text = `${topic.title}. ${topic.idea}`.replaceAll(/\s+/g, " ");
    const names = exportsOf((source && readText(source)) ?? "");
    const rules = ruleGroups(topic).flatMap((group) => group.rules);
    return {
      href,
      page: labelOf(topic),
      text,
      names: names.filter((name) => name !== "main"),
      rules: Object.fromEntries(
        rules.map(({ id, tests }) => [
          id,
          tests.map(({ title }) => title).join(" · "),
        ]),
      ),
    };
  });
}
