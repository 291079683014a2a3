import { renderToString } from "preact-render-to-string";
import { h, type Markup } from "../markup.ts";

/** What a page says of itself. */
export interface DocumentHead {
  readonly title: string;
  /** The content security policy that it sets itself. */
  readonly policy: string;
  /** Its styles and scripts. */
  readonly loads: readonly Markup[];
}

/** A whole HTML document, in light and dark, on screens of any size. */
export function htmlDocument(
  { title, policy, loads }: DocumentHead,
  body: Markup,
): string {
  const document = h(
    "html",
    { lang: "en" },
    h(
      "head",
      null,
      h("meta", { charset: "utf-8" }),
      h("meta", { "http-equiv": "Content-Security-Policy", content: policy }),
      h("meta", {
        name: "viewport",
        content: "width=device-width, initial-scale=1",
      }),
      h("meta", { name: "color-scheme", content: "light dark" }),
      h("title", null, title),
      ...loads,
    ),
    body,
  );
  return `<!doctype html>\n${renderToString(document)}\n`;
}
