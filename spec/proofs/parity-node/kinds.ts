import type { Transcript } from "./program.ts";

/** What differs where a program goes another way in a run, told by the first line that differs. */
const kinds: readonly (readonly [
  kind: string,
  isIt: (node: string, run: string) => boolean,
])[] = [
  ["it hangs, or ends the process", (_, run) => /^(hangs|ends the)/.test(run)],
  ["warnings as output", (_, run) => /Warning|trace-warn/.test(run)],
  ["contexts", (node, run) => node !== run && bare(node) === bare(run)],
  [
    "exceptions that nobody catches",
    (node, run) => isAbout("uncaughtException", node, run),
  ],
  [
    "rejections that nobody handles",
    (node, run) =>
      isAbout("unhandledRejection", node, run) ||
      isAbout("rejectionHandled", node, run) ||
      isAbout("escapes the run", node, run) ||
      isAbout("dies of", node, run),
  ],
  ["hasRef", (node, run) => isAbout("hasRef", node, run)],
  ["messages", (node, run) => isAbout("port ", node, run)],
];

/** The kind of a difference, where it is a known one. */
export function kindOf(node: Transcript, run: Transcript): string {
  const first = node.findIndex((line, at) => line !== run[at]);
  const at = first < 0 ? node.length : first;
  const lines = [node[at] ?? "", run[at] ?? ""] as const;
  return kinds.find(([, isIt]) => isIt(...lines))?.[0] ?? "order";
}

function isAbout(word: string, node: string, run: string): boolean {
  return node.includes(word) || run.includes(word);
}

/** A line without its context. */
function bare(line: string): string {
  return line.replace(/ \(in \d+\)$/, "");
}
