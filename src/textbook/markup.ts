import { createElement, type ComponentChildren, type VNode } from "preact";

/** A piece of a page. */
export type Markup = VNode;

/** Makes an element; text among its children is escaped. */
export function h(
  tag: string,
  attributes: Readonly<Record<string, unknown>> | null,
  ...children: ComponentChildren[]
): Markup {
  return createElement(tag, attributes, ...children);
}

/** An element around HTML that was made elsewhere and is safe. */
export function raw(
  tag: string,
  attributes: Readonly<Record<string, unknown>>,
  html: string,
): Markup {
  return h(tag, { ...attributes, dangerouslySetInnerHTML: { __html: html } });
}
