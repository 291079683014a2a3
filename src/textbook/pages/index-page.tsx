import type { VNode } from "preact";
import { tallyOf, type RunFacts } from "../facts.ts";
import { inlineProse, thousands } from "../prose.ts";
import { sections, type Topic } from "../topics.ts";
import { Errors, raw } from "./document.tsx";
import { CoverageLink, page, State, twoDigits, type Book } from "./page.tsx";

/** The first page: six sections, sixteen cells, and how many rules hold. */
export function indexPage(book: Book): string {
  return page(
    book,
    "index.html",
    "Async patterns — a living textbook",
    <>
      <Cover facts={book.facts} />
      <Figures facts={book.facts} />
      <Errors texts={book.facts.errors} />
      {sections(book.topics).map(({ id, title, topics }) => (
        <section id={id}>
          <h2>{title}</h2>
          <ol class="entries">
            {topics.map((topic) => (
              <Entry book={book} topic={topic} />
            ))}
          </ol>
        </section>
      ))}
      <Reports facts={book.facts} />
    </>,
  );
}

function Cover({ facts }: { readonly facts: RunFacts }): VNode {
  return (
    <header class="title cover">
      <p class="eyebrow">A living textbook</p>
      <h1>Async patterns</h1>
      <p class="lead">
        Sixteen small TypeScript programs about iterating, generating, framing,
        queueing and failing asynchronously. Every page was written by{" "}
        {failuresIn(facts) === 0
          ? "the test run that verified it"
          : "a test run that did not verify all of it"}
        .
      </p>
    </header>
  );
}

/** How many rules fail. Each error outside of tests counts as a failure. */
function failuresIn({ specs, errors }: RunFacts): number {
  return tallyOf(specs).failed + errors.length;
}

/** How many rules hold and how many fail. */
function Figures({ facts }: { readonly facts: RunFacts }): VNode {
  const { passed, todo } = tallyOf(facts.specs);
  const failed = failuresIn(facts);
  return (
    <dl class="tally">
      <Figure
        count={passed}
        text={passed === 1 ? "rule holds" : "rules hold"}
        kind="holds"
      />
      <Figure
        count={failed}
        text={failed === 1 ? "rule fails" : "rules fail"}
        kind={failed > 0 ? "fails" : ""}
      />
      {todo > 0 && <Figure count={todo} text="still untested" kind="" />}
    </dl>
  );
}

function Figure({
  count,
  text,
  kind,
}: {
  readonly count: number;
  readonly text: string;
  readonly kind: string;
}): VNode {
  return (
    <div class={kind}>
      <dt>{text}</dt>
      <dd>{thousands(count)}</dd>
    </div>
  );
}

function Entry({
  book,
  topic: { href, title, cell, source, tally, teaser },
}: {
  readonly book: Book;
  readonly topic: Topic;
}): VNode {
  return (
    <li>
      {cell && (
        <span class="number" aria-hidden="true">
          {twoDigits(cell.number)}
        </span>
      )}
      <div>
        <h3>
          <a href={href}>{title}</a>
        </h3>
        {teaser !== "" && <p {...raw(inlineProse(teaser))} />}
      </div>
      <p class="facts">
        <State tally={tally} />
        {cell && (
          <CoverageLink
            book={book}
            source={source}
            label={`Coverage of ${title}`}
          />
        )}
      </p>
    </li>
  );
}

/** The other reports beside the book. */
function Reports({ facts: { coverage } }: { readonly facts: RunFacts }): VNode {
  return (
    <>
      {coverage && (
        <p class="more">
          <a href="../coverage/index.html">The coverage report</a> shows every
          line of the source with how often the run executed it.
        </p>
      )}
      {/* A path and no link, since a test run does not write the report, and the same commit gives the same book. */}
      <p class="more">
        <code>npm run mutation</code> breaks the source in one place after the
        other, to see which rule notices, and writes its report to{" "}
        <code>reports/mutation/index.html</code>.
      </p>
    </>
  );
}
