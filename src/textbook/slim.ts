/** Drawings give places to a tenth of a pixel. */
const FINER = /\d+\.\d{2,}/g;

/** A third of the functions that rules call. */
const RUNNERS_WORDS =
  /<b>(expect|it|to(?:Be|Equal|Throw|Contain|Match|Have)\w*)<\/b>/g;

/**
 * A page without the end tags and quotes that HTML can do without: https://html.spec.whatwg.org/#syntax-tag-omission.
 * Shapes end in their own tag, as in XML, pieces of code that look alike and follow one another are one, and a link in code
 * has the look of a function by itself. The words of the test runner have none, so that those of the program stand out.
 */
export function slim(page: string): string {
  return page
    .replaceAll(/<\/?(?:head|body)>|<\/html>/g, "")
    .replaceAll(/<((?:meta|link)\b[^<>]*?) ?\/>/g, "<$1>")
    .replaceAll(/<\/(?:li|dt|dd|td|th|tr)>/g, "")
    .replaceAll(
      /<\/p>(?=\s*(?:<(?:p|[ou]l|div|section|h[1-6]|pre)\b|<\/(?:div|section|header)>))/g,
      "",
    )
    .replaceAll(
      /<(?:svg|rect|line|path|circle|text|use|li)\b[^<>]*>/g,
      (shape) =>
        shape.replaceAll(FINER, (number) =>
          String(Number(Number(number).toFixed(1))),
        ),
    )
    .replaceAll(/<[a-z][^<>]*>/g, (tag) =>
      tag.replaceAll(/="([\w./#-]+)"(?=[ >])/g, "=$1"),
    )
    .replaceAll(/<b>(<a [^<>]*>[^<>]*<\/a>)<\/b>/g, "$1")
    .replaceAll(RUNNERS_WORDS, "$1")
    .replaceAll(/<\/([bu]|em|var)>(\s*)<\1>/g, "$2")
    .replaceAll(/<\/var>, <var>/g, ", ")
    .replaceAll(/"><\/(?:rect|line|path|circle|use)>/g, '"/>')
    .replaceAll(/><\/(?:rect|line|path|circle|use)>/g, " />");
}
