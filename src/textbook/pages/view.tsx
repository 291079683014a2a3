import type { ComponentChildren, VNode } from "preact";
import type { RecordedLuck, RecordedRun } from "../facts.ts";
import { levelsOf } from "../levels.ts";
import { layOut } from "../timeline/layout.ts";
import type { Book } from "./page.tsx";
import { Program } from "./program.tsx";
import { Terminal, Timeline } from "./run.tsx";
import { Walk } from "./stepper.tsx";

/** A part of a page, under its heading. */
export interface PagePart {
  readonly id: string;
  readonly title: string;
  readonly content: ComponentChildren;
}

export function part(
  id: string,
  title: string,
  content: ComponentChildren,
): PagePart {
  return { id, title, content };
}

export function Sections({
  parts,
}: {
  readonly parts: readonly PagePart[];
}): VNode {
  return (
    <>
      {parts.map(({ id, title, content }) => (
        <section id={id} aria-labelledby={`${id}-heading`}>
          <h2 id={`${id}-heading`}>{title}</h2>
          {content}
        </section>
      ))}
    </>
  );
}

export function Missing(): VNode {
  return <p class="absent">Not part of this run.</p>;
}

/** What is seen at once, and walked through together: a program, what it printed, and its drawing. */
export interface Viewed {
  readonly file: string;
  readonly run: RecordedRun | undefined;
  /** What prints the same in the reader's own terminal. */
  readonly command?: string | undefined;
  readonly luck?: RecordedLuck | undefined;
}

export function viewParts(
  book: Book,
  { file, run, command, luck }: Viewed,
): PagePart[] {
  return [
    part(
      "program",
      "The program",
      <Program book={book} file={file} isScrolled />,
    ),
    part(
      "timeline",
      "The timeline",
      run === undefined ? (
        <Missing />
      ) : (
        <Timeline layout={layOut(run.timeline)} id="run" isFolded />
      ),
    ),
    part(
      "output",
      "The output",
      run === undefined ? (
        <Missing />
      ) : (
        <Terminal
          lines={run.lines}
          command={command}
          levels={luck && levelsOf(luck)}
        />
      ),
    ),
  ];
}

/** Side by side where there is room. @param parts what `viewParts` has made */
export function View({
  run,
  file,
  parts,
}: Viewed & { readonly parts: readonly PagePart[] }): VNode {
  const [program, ...beside] = parts as [PagePart, ...PagePart[]];
  const content = (
    <div class="side-by-side">
      <Sections parts={[program]} />
      <div class="beside">
        <Sections parts={beside} />
      </div>
    </div>
  );
  return run === undefined ? (
    content
  ) : (
    <Walk
      run={run}
      layout={layOut(run.timeline)}
      id="run"
      kind="run view"
      file={file}
    >
      {content}
    </Walk>
  );
}
