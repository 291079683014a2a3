import type { VNode } from "preact";
import { prose } from "../prose.ts";
import { raw } from "./document.tsx";

/** Markdown, as it stands on a page. */
export function Prose({ text }: { readonly text: string }): VNode {
  return <div class="prose" {...raw(prose(text))} />;
}
