import type { ComponentChildren, VNode } from "preact";

/*
 * What may be wider than the page scrolls in a box of its own; the keyboard scrolls only what it can reach, hence the
 * tab indexes.
 */

/** A box that is a region of the page. @param label what a screen reader calls it; no other region of the page has the same */
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

/** The text of an error. */
export function ErrorBox({ text }: { readonly text: string }): VNode {
  return (
    <pre class="error" tabIndex={0}>
      {text}
    </pre>
  );
}

/** HTML that was made elsewhere and is safe, as what an element holds: `<p {...raw(html)} />`. */
export function raw(html: string): {
  dangerouslySetInnerHTML: { __html: string };
} {
  return { dangerouslySetInnerHTML: { __html: html } };
}
