import { h, type Markup } from "../markup.ts";
import type { Topic } from "../topics.ts";
import type { Book } from "./shell.ts";

/** Previous, contents, next. */
export function neighbours({ topics }: Book, topic: Topic): Markup {
  const index = topics.indexOf(topic);
  return h(
    "nav",
    { class: "neighbours", "aria-label": "Neighbours" },
    neighbour("prev", topics[index - 1], "Previous"),
    h(
      "a",
      { class: "up", href: "index.html" },
      h("span", null, "Up"),
      "Contents",
    ),
    neighbour("next", topics[index + 1], "Next"),
  );
}

function neighbour(
  rel: "prev" | "next",
  to: Topic | undefined,
  text: string,
): Markup {
  return to === undefined
    ? h("span", null)
    : h("a", { rel, href: to.href }, h("span", null, text), to.title);
}
