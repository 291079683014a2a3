import type { VNode } from "preact";
import type { RecordedLuck, RecordedOutcome } from "../facts.ts";
import { thousands } from "../prose.ts";
import { Errors } from "./document.tsx";

/** More outcomes than anybody reads. */
const MOST_SHOWN = 12;

interface Props {
  readonly luck: RecordedLuck;
}

/** The outcomes of a program, the shortest way to each, and what they have in common. */
export function Luck({ luck }: Props): VNode {
  const { outcomes } = luck;
  const isGuaranteed = outcomes.length === 1;
  const [first, ...others] = outcomes.slice(0, MOST_SHOWN);
  const isAllSaid =
    first === undefined || (isGuaranteed && first.error === undefined);
  return (
    <>
      <p class={isGuaranteed ? "verdict guaranteed" : "verdict"}>
        <Verdict luck={luck} />
      </p>
      {!isAllSaid && (
        <>
          <Common luck={luck} />
          <Outcomes outcomes={[first]} luck={luck} />
          {others.length > 0 && <OtherOutcomes outcomes={others} luck={luck} />}
        </>
      )}
    </>
  );
}

function OtherOutcomes({
  outcomes,
  luck,
}: Props & { readonly outcomes: readonly RecordedOutcome[] }): VNode {
  const left = luck.outcomes.length - MOST_SHOWN;
  return (
    <details class="others" open={outcomes.length < 3}>
      <summary>
        {outcomes.length === 1 ? "The other outcome" : "The other outcomes"}
      </summary>
      <Outcomes outcomes={outcomes} luck={luck} />
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
    ? "Guaranteed all the same"
    : "The same in every order that was tried";
  return lines.length === first.length && isAll ? (
    <p class="prose">
      {certainty}: every outcome has these lines, and only their order is luck.
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

function Verdict({ luck }: Props): VNode {
  const { schedules, departures, complete, outcomes } = luck;
  const orders = `${thousands(schedules)} orders in which its turns could run were tried`;
  if (outcomes.length > 1) {
    const tried = complete ? `All ${orders}` : orders;
    return (
      <>
        <strong>Luck.</strong> {tried}, and they end in {outcomes.length} ways:
        what differs between them is luck.
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
      <strong>Guaranteed.</strong>
      {schedules === 1
        ? " There is only one order in which its turns can run, so the output is guaranteed."
        : ` All ${orders}, and each ends the same: the output is guaranteed.`}
    </>
  );
}

function Outcomes({
  outcomes,
  luck: { schedules },
}: Props & { readonly outcomes: readonly RecordedOutcome[] }): VNode {
  return (
    <ol class="outcomes">
      {outcomes.map(({ output, error, count, schedule }) => (
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
        </li>
      ))}
    </ol>
  );
}
