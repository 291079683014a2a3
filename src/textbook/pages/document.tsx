import type { ComponentChild, ComponentChildren } from "preact";
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
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        {loads}
      </head>
      {body}
    </html>
  );
  return `<!doctype html>\n${renderToString(document)}\n`;
}
