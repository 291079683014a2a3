import type { VNode } from "preact";
import { tallyOf, type RunFacts } from "../facts.ts";
import { anchorOf, inlineProse } from "../prose.ts";
import { thousands } from "../thousands.ts";
import { Drawing } from "../timeline/drawing.tsx";
import { layOut } from "../timeline/layout.ts";
import {
  PARTS,
  sections,
  WORKSHOP_PAGE,
  type ContentsSection,
  type Topic,
} from "../topics.ts";
import { Errors, raw, Region } from "./document.tsx";
import { CoverageLink, page, State, twoDigits, type Book } from "./page.tsx";
import { ruleGroups } from "./rules.tsx";
import { runsOf } from "./run.tsx";

/** The first page: what the book is, where to start, and its contents. */
export function indexPage(book: Book): string {
  const listed = sections(book.topics).filter(
    ({ part }) => part !== "workshop",
  );
  return page(
    book,
    "index.html",
    "Async patterns — a living textbook",
    <>
      <Cover book={book} />
      <Figures facts={book.facts} />
      <Failures book={book} />
      <Invitation />
      <Questions />
      {listed.map((section) => (
        <Section book={book} section={section} />
      ))}
      <section id="workshop">
        <h2>
          <a href={WORKSHOP_PAGE}>{PARTS.get("workshop")}</a>
        </h2>
        <p class="prose">
          What the library and the kit are made of, how they are compared with
          CPython and with Node, and the rules of the book itself.
        </p>
      </section>
      <Reports facts={book.facts} />
    </>,
  );
}

/** The index of what lies behind the book. */
export function workshopPage(book: Book): string {
  return page(
    book,
    WORKSHOP_PAGE,
    "The workshop — Async patterns",
    <>
      <header class="title">
        <h1>{PARTS.get("workshop")}</h1>
        <p class="prose">
          For those who work on the library, the kit or the book: what they are
          made of, and how they are compared with CPython and with Node.
        </p>
      </header>
      {sections(book.topics)
        .filter(({ part }) => part === "workshop")
        .map((section) => (
          <Section book={book} section={{ ...section, title: "Its pages" }} />
        ))}
    </>,
  );
}

function Section({
  book,
  section: { id, title, topics },
}: {
  readonly book: Book;
  readonly section: ContentsSection;
}): VNode {
  return (
    <section id={id}>
      <h2>{title}</h2>
      <ol class="entries">
        {topics.map((topic) => (
          <Entry book={book} topic={topic} />
        ))}
      </ol>
    </section>
  );
}

/** What the book is, and the drawing of the cell that surprises most. */
function Cover({ book }: { readonly book: Book }): VNode {
  return (
    <header class="cover">
      <div class="title">
        <p class="eyebrow">A living textbook</p>
        <h1>Async patterns</h1>
        <p class="lead">
          Sixteen small TypeScript programs about iterating, generating,
          framing, queueing and failing asynchronously. Every page was written
          by{" "}
          {failuresIn(book.facts) === 0
            ? "the test run that verified it"
            : "a test run that did not verify all of it"}
          .
        </p>
      </div>
      <Surprise book={book} />
    </header>
  );
}

/** The cell whose run stands on the cover. */
const ON_COVER = "sentinel-shutdown";

function Surprise({ book: { topics } }: { readonly book: Book }): VNode | null {
  const topic = topics.find(({ name }) => name === ON_COVER) as Topic;
  const [run] = runsOf(topic.specs.flatMap(({ fact }) => fact.tests));
  return run === undefined ? null : (
    <figure class="surprise">
      <Region kind="canvas" label="Timeline of cell 12">
        <Drawing layout={layOut(run.run.timeline)} id="cover" />
      </Region>
      <figcaption>
        <a href={topic.href}>Cell 12</a> as it ran: two consumers, six items,
        and Consumer-0 takes all of them. It is back in the{" "}
        <a href="rule-of-turns.html">line of turns</a> before the one that each
        item has woken.
      </figcaption>
    </figure>
  );
}

/** What one will learn, and where to start. */
function Invitation(): VNode {
  return (
    <div class="invitation">
      <section id="learn">
        <h2>What you will learn</h2>
        <ul>
          <li>which order your async code has, and which only seems certain</li>
          <li>to pass work through queues that neither flood nor hang</li>
          <li>to end tasks, loops and generators so that nothing stays open</li>
          <li>to test all of it in virtual time, under every schedule</li>
        </ul>
      </section>
      <section id="start">
        <h2>Where to start</h2>
        <ul>
          <li>
            You want the library: <a href="use-it.html">Use it</a>
          </li>
          <li>
            You want to test async code:{" "}
            <a href="test-with-it.html">Test with it</a>
          </li>
          <li>
            You want to try a program of yours:{" "}
            <a href="blank-page.html">A blank page</a>
          </li>
          <li>
            You come from asyncio:{" "}
            <a href="library-coming-from-python.html">Coming from Python</a>
          </li>
          <li>
            You learn async patterns: <a href="01-async-range.html">cell 1</a>,
            then on
          </li>
          <li>
            You wonder about an order:{" "}
            <a href="rule-of-turns.html">The rule of turns</a>
          </li>
        </ul>
      </section>
    </div>
  );
}

/** What readers ask, each with a link to its answer. */
const QUESTIONS: readonly string[] = [
  "Who gets the item first, and why?",
  "What becomes of a cancelled worker's item?",
  "Is this order guaranteed?",
  "How do I close a generator early?",
  "How do I port async with?",
  "What does join wait for?",
  "How do I test this?",
  "How do I use this?",
  "What does back-pressure look like?",
  "What differs from Python here?",
];

function Questions(): VNode {
  return (
    <section id="questions">
      <h2>Ten questions</h2>
      <ul class="questions">
        {QUESTIONS.map((question) => (
          <li>
            <a href={`questions.html#${anchorOf(question)}`}>{question}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The rules that fail, each with a link to where it stands, and what failed outside of rules. */
function Failures({ book }: { readonly book: Book }): VNode {
  const failing = book.topics.flatMap((topic) =>
    ruleGroups(topic)
      .flatMap(({ rules }) => rules)
      .flatMap(({ id, tests }) =>
        tests
          .filter(({ state }) => state === "failed")
          .map(({ title }) => ({ href: `${topic.href}#${id}`, title, topic })),
      ),
  );
  return (
    <>
      {failing.length > 0 && (
        <section id="failing">
          <h2>What fails</h2>
          <ul>
            {failing.map(({ href, title, topic }) => (
              <li>
                {topic.title}: <a href={href}>{title}</a>
              </li>
            ))}
          </ul>
        </section>
      )}
      <Errors texts={book.facts.errors} />
    </>
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
