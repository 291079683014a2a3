import type { VNode } from "preact";
import type { TestFact } from "../facts.ts";
import { highlight, type Links } from "../source/highlight.ts";
import { testAt, type SpecCall } from "../source/spec-source.ts";
import type { SpecText, Topic } from "../topics.ts";
import { Errors, raw } from "./document.tsx";
import { Prose } from "./prose.tsx";
import { FurtherRun, runsOf } from "./run.tsx";

/** A test, or several that share their code. */
export interface Rule {
  /** Its anchor on the page. */
  readonly id: string;
  readonly tests: readonly TestFact[];
  readonly code: string;
  /** The spec that has it. */
  readonly file: string;
}

/** The rules under one describe. */
export interface RuleGroup {
  readonly title: string;
  readonly prose: string;
  /** How deep its describe lies, from 1. */
  readonly depth: number;
  readonly rules: readonly Rule[];
}

/** The rules of a topic, in the order of its specs. A describe that only holds others is a group without rules. */
export function ruleGroups({ specs }: Topic): RuleGroup[] {
  let count = 0;
  const nextId = (): string => `rule-${++count}`;
  return specs.flatMap((spec) => groupsOf(spec, nextId));
}

function groupsOf(spec: SpecText, nextId: () => string): RuleGroup[] {
  const groups = new Map<string, RuleGroup & { rules: Rule[] }>();
  let previous: SpecCall | undefined;
  for (const test of spec.fact.tests) {
    const depths = Math.max(1, test.groups.length);
    for (let depth = 1; depth <= depths; depth++) {
      const path = test.groups.slice(0, depth);
      const key = path.join("\n");
      if (!groups.has(key)) {
        const group = groupOf(spec, path);
        const isSaid = [...groups.values()].some(
          ({ prose }) => prose === group.prose,
        );
        const prose = isSaid ? "" : group.prose;
        groups.set(key, { ...group, prose, rules: [] });
      }
    }
    const { rules } = groups.get(test.groups.join("\n")) as { rules: Rule[] };
    const call = testAt(spec.calls, test.line);
    const last = rules.at(-1);
    if (last !== undefined && call !== undefined && call === previous) {
      rules[rules.length - 1] = { ...last, tests: [...last.tests, test] };
    } else {
      const code = codeOf(spec.source, call);
      const { file } = spec.fact;
      rules.push({ id: nextId(), tests: [test], code, file });
    }
    previous = call;
  }
  return [...groups.values()];
}

function groupOf(
  { calls }: SpecText,
  path: readonly string[],
): Pick<RuleGroup, "title" | "prose" | "depth"> {
  const title = path.at(-1) ?? "";
  const describes = calls.filter(({ kind }) => kind === "describe");
  const call =
    describes.find((it) => it.title === title) ??
    describes.find((it) => isMadeBy(it.title, title));
  // A title may end where those of its rules go on.
  const heading = title.replace(/,$/, "");
  return { title: heading, prose: call?.prose ?? "", depth: path.length };
}

/** Whether a title may be one that this makes of values. */
function isMadeBy(made: string | undefined, title: string): boolean {
  const parts = String(made).split(/%[sdifjo]/);
  return (
    parts.length > 1 &&
    title.startsWith(parts[0] as string) &&
    title.endsWith(parts.at(-1) as string)
  );
}

/** The lines of a test, from the left margin on. */
function codeOf(source: string, call: SpecCall | undefined): string {
  if (call === undefined) {
    return "";
  }
  const lines = source.split("\n").slice(call.firstLine - 1, call.lastLine);
  const margin = indent(String(lines[0]));
  return lines
    .map((line) => line.slice(Math.min(margin, indent(line))))
    .join("\n");
}

function indent(line: string): number {
  return line.length - line.trimStart().length;
}

/** The rules of one describe, as a list to unfold. */
export function RuleList({
  group: { rules },
  withRuns,
  links,
  hasColours,
}: {
  readonly group: RuleGroup;
  /** Whether a rule's runs, and what it has left behind, stand with it: guides and programs show them above. */
  readonly withRuns: boolean;
  /** The names in the code of a spec, and where they lead. */
  readonly links?: (file: string, code: string) => Links;
  /** Whether the code has colours: in the workshop, with a third of the book's code, they would be much of its weight. */
  readonly hasColours?: boolean;
}): VNode | null {
  return rules.length === 0 ? null : (
    <ol class="rules">
      {rules.map((rule) => (
        <RuleItem
          rule={rule}
          withRuns={withRuns}
          links={links?.(rule.file, rule.code)}
          hasColours={hasColours}
        />
      ))}
    </ol>
  );
}

/** The prose of a describe. */
export function GroupProse({
  group,
}: {
  readonly group: RuleGroup;
}): VNode | null {
  return group.prose === "" ? null : <Prose text={group.prose} />;
}

function RuleItem({
  rule: { id, tests, code },
  withRuns,
  links,
  hasColours,
}: {
  readonly rule: Rule;
  readonly withRuns: boolean;
  readonly links: Links | undefined;
  readonly hasColours: boolean | undefined;
}): VNode {
  const failed = tests.some(({ state }) => state === "failed");
  const runs = withRuns ? runsOf(tests) : [];
  const sentences = tests.map((test) => <Sentence test={test} />);
  return (
    <li id={id} class={failed ? "failed" : undefined}>
      {code === "" ? (
        sentences
      ) : (
        <details open={failed}>
          <summary>{sentences}</summary>
          <pre {...raw(highlight(code, links, hasColours).join("\n"))} />
        </details>
      )}
      {runs.map((run, index) => (
        <FurtherRun run={run} id={`${id}-run-${index + 1}`} />
      ))}
      {withRuns && tests.map(({ shown }) => <Shown text={shown} />)}
      <Errors texts={tests.flatMap(({ errors }) => errors)} />
    </li>
  );
}

/** A text that a test has left behind, such as an error as it was printed. */
function Shown({ text }: { readonly text: string | undefined }): VNode | null {
  return text === undefined ? null : (
    <pre class="code shown" tabIndex={0}>
      {text}
    </pre>
  );
}

/** A rule in words. How its test ended, if it has not passed, is a class: the style sheet gives it a mark, and the mark a word. */
function Sentence({
  test: { title, state },
}: {
  readonly test: TestFact;
}): VNode {
  return <span class={state === "passed" ? undefined : state}>{title}</span>;
}

/** Why spec files could not run. */
export function FileErrors({
  topic: { specs },
}: {
  readonly topic: Topic;
}): VNode {
  return <Errors texts={specs.flatMap(({ fact }) => fact.errors)} />;
}
