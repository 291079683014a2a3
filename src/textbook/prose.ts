import { Marked } from "marked";
import { escape } from "./highlight.ts";

const marked = new Marked({
  renderer: {
    // Prose comes from comments, where `<T>` is a type and no markup.
    html: ({ text }) => escape(text),
  },
});

/** Renders markdown. */
export function prose(markdown: string): string {
  return marked.parse(markdown, { async: false });
}

/** Renders markdown without a paragraph around it. */
export function inlineProse(markdown: string): string {
  return marked.parseInline(markdown, { async: false });
}

/** The first sentence of a text, on one line. */
export function firstSentence(text: string): string {
  const oneLine = text.replaceAll(/\s+/g, " ");
  return /^.*?[.!?:](?= |$)/.exec(oneLine)?.[0].replace(/:$/, ".") ?? oneLine;
}

/** `async-queue` is "Async queue". */
export function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
