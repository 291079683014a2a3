import type { ComponentChild, ComponentChildren, VNode } from "preact";
import { renderToString } from "preact-render-to-string";

/** What a page says of itself. */
export interface DocumentHead {
  readonly title: string;
  /** The content security policy that it sets itself. */
  readonly policy: string;
  /** Its styles and scripts. */
  readonly loads: ComponentChildren;
}

/** A whole HTML document, in light and dark, on screens of any size. */
export function htmlDocument(
  { title, policy, loads }: DocumentHead,
  body: ComponentChild,
): string {
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={policy} />
        <meta name="viewport" content="width=device-width" />
        <title>{title}</title>
        {loads}
      </head>
      {body}
    </html>
  );
  return `<!doctype html>\n${renderToString(document)}\n`;
}

/*
 * What may be wider than the page scrolls in a box of its own. The keyboard scrolls only what it can reach: hence the tab
 * indexes.
 */

/** A box that is a region of the page. @param label what screen readers call it; no other region of the page has the same */
export function Region({
  kind,
  label,
  children,
}: {
  readonly kind: string;
  readonly label: string;
  readonly children: ComponentChildren;
}): VNode {
  return (
    <div class={kind} tabIndex={0} role="region" aria-label={label}>
      {children}
    </div>
  );
}

/** The texts of errors, each in a box of its own. */
export function Errors({
  texts,
}: {
  readonly texts: readonly string[];
}): VNode {
  return (
    <>
      {texts.map((text) => (
        <pre class="error" tabIndex={0}>
          {text}
        </pre>
      ))}
    </>
  );
}

/** HTML as the content of an element: `<p {...raw(html)} />`. It must be safe. */
export function raw(html: string): {
  dangerouslySetInnerHTML: { __html: string };
} {
  return { dangerouslySetInnerHTML: { __html: html } };
}
