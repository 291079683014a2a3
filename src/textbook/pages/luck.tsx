import type { VNode } from "preact";
import {
  MOST_OUTCOMES,
  type EndingRun,
  type RecordedLuck,
  type RecordedOutcome,
} from "../facts.ts";
import { countOf } from "../levels.ts";
import { thousands } from "../thousands.ts";
import { Bands, Drawing } from "../timeline/drawing.tsx";
import { layOut } from "../timeline/layout.ts";
import { Errors, Region } from "./document.tsx";

interface Props {
  readonly luck: RecordedLuck;
}

/**
 * The outcomes of a program, the shortest way to each, and what they have in common.
 * @param id what the ids of its drawings begin with
 */
export function Luck({
  luck,
  id = "outcome",
}: Props & { readonly id?: string }): VNode {
  const { outcomes } = luck;
  const isOne = outcomes.length === 1;
  const [first, ...others] = outcomes.slice(0, MOST_OUTCOMES);
  const isAllSaid = first === undefined || (isOne && first.error === undefined);
  return (
    <>
      <p class={isOne ? "verdict guaranteed" : "verdict"}>
        <Verdict luck={luck} />
      </p>
      {!isAllSaid && (
        <>
          <Common luck={luck} />
          <Outcomes outcomes={[first]} luck={luck} id={id} />
          {others.length > 0 && (
            <OtherOutcomes outcomes={others} luck={luck} id={id} />
          )}
        </>
      )}
    </>
  );
}

/** How far one can rely on the output, in a sentence: it stands at the top of the page. */
export function Certainty({ luck }: Props): VNode {
  const { schedules, complete } = luck;
  const [always, turns, clock] = (["always", "turns", "clock"] as const).map(
    (level) => countOf(luck, level),
  ) as [number, number, number];
  const all = always + turns + clock;
  const everywhere = complete
    ? "in every order in which the turns could run"
    : `in each of the ${thousands(schedules)} orders that were tried`;
  if (all === always) {
    return (
      <p class="certainty">
        {schedules === 1
          ? "The turns can run in one order only, so each line of the output is certain."
          : `Each line of the output is the same ${everywhere}.`}
      </p>
    );
  }
  const byClock = clock > 0 && (
    <>
      The clock decides {linesOut(clock, all)}, since they rest on deadlines
      that are equal
    </>
  );
  const byTurns = turns > 0 && (
    <>
      {linesOut(turns, all)} {turns === 1 ? "stands" : "stand"} by{" "}
      <RuleOfTurns />, first in, first out, which is asyncio’s as well, while
      another scheduler’s order could differ
    </>
  );
  const rest = always > 0 && (
    <>
      {linesOut(always, all)} {always === 1 ? "is" : "are"} the same{" "}
      {everywhere}
    </>
  );
  return (
    <p class="certainty">
      <Joined parts={[byClock, byTurns, rest]} />
    </p>
  );
}

/** Several clauses as one sentence. */
function Joined({
  parts,
}: {
  readonly parts: readonly (VNode | false)[];
}): VNode {
  const said = parts.filter((part) => part !== false);
  return (
    <>
      {said.map((part, at) => (
        <>
          {at > 0 && "; "}
          {part}
        </>
      ))}
      .
    </>
  );
}

function linesOut(count: number, all: number): string {
  return `${count} of ${all} lines`;
}

function RuleOfTurns(): VNode {
  return <a href="rule-of-turns.html">the rule of turns</a>;
}

interface OutcomesProps extends Props {
  readonly outcomes: readonly RecordedOutcome[];
  readonly id: string;
}

function OtherOutcomes({ outcomes, luck, id }: OutcomesProps): VNode {
  const left = luck.outcomes.length - MOST_OUTCOMES;
  return (
    <details class="others" open={outcomes.length < 3}>
      <summary>
        {outcomes.length === 1 ? "The other outcome" : "The other outcomes"}
      </summary>
      <Outcomes outcomes={outcomes} luck={luck} id={id} />
      {left > 0 && (
        <p>
          And {left} more {left === 1 ? "outcome" : "outcomes"}.
        </p>
      )}
    </details>
  );
}

/** The lines that every outcome has, in whatever order. */
function Common({ luck: { complete, outcomes } }: Props): VNode | null {
  const [first = [], ...others] = outcomes.map(({ output }) =>
    output.split("\n").filter((line) => line.trim() !== ""),
  );
  const lines = first.filter((line) =>
    others.every((other) => other.includes(line)),
  );
  if (others.length === 0 || lines.length === 0) {
    return null;
  }
  const isAll = outcomes.every(
    ({ output }) => output.length === outcomes[0]?.output.length,
  );
  const certainty = complete
    ? "Certain all the same"
    : "The same in every order that was tried";
  return lines.length === first.length && isAll ? (
    <p class="prose">
      {certainty}: every outcome has these lines, and only their order differs.
    </p>
  ) : (
    <>
      <p class="prose">{certainty}: every outcome has these lines.</p>
      <pre class="common" tabIndex={0}>
        {lines.join("\n")}
      </pre>
    </>
  );
}

/** How many orders were tried, and what came of it. */
function Verdict({ luck }: Props): VNode {
  const { schedules, departures, complete, outcomes } = luck;
  const orders = `${thousands(schedules)} orders in which its turns could run were tried`;
  if (outcomes.length > 1) {
    const tried = complete ? `All ${orders}` : orders;
    return (
      <>
        <strong>{reasonOf(luck)}.</strong> {tried}, and they end in{" "}
        {outcomes.length} ways.
      </>
    );
  }
  if (!complete) {
    return (
      <>
        <strong>No difference found.</strong> {orders}, with up to {departures}{" "}
        departures from the ordinary one, and each ends the same.
      </>
    );
  }
  return (
    <>
      <strong>Certain.</strong>
      {schedules === 1
        ? " There is only one order in which its turns can run."
        : ` All ${orders}, and each ends the same.`}
    </>
  );
}

/** What a program with several outcomes rests on, if it rests on anything. */
function reasonOf(luck: RecordedLuck): string {
  if (luck.byClock.length > 1) {
    return "The clock decides";
  }
  return "The rule of turns decides";
}

function Outcomes({ outcomes, luck: { schedules }, id }: OutcomesProps): VNode {
  return (
    <ol class="outcomes">
      {outcomes.map(({ output, error, count, schedule, run }, index) => (
        <li>
          <p class="count">
            <strong>{thousands(count)}</strong> of {thousands(schedules)} orders
            {error !== undefined && ", with an error"}
          </p>
          <p class="way">
            The shortest way: <code>{schedule}</code>
          </p>
          <pre tabIndex={0}>{output.trimEnd() || "(nothing)"}</pre>
          {error !== undefined && <Errors texts={[error]} />}
          {run && <Ending run={run} id={`${id}-${index + 2}`} />}
        </li>
      ))}
    </ol>
  );
}

/** The run that leads to another outcome, drawn, with its departures framed; the page's first drawing has a legend. */
function Ending({
  run: { timeline, departures },
  id,
}: {
  readonly run: EndingRun;
  readonly id: string;
}): VNode {
  const layout = layOut(timeline, departures);
  return (
    <figure class="drawing">
      <Region kind="canvas" label={`Timeline: ${id.replaceAll("-", " ")}`}>
        <Drawing layout={layout} id={id} like="run" />
      </Region>
      <Bands layout={layout} id={id} />
    </figure>
  );
}
