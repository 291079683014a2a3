import type { VNode } from "preact";
import type { Changes, Knob, Prompt } from "./changes.ts";
import { CAN_USE } from "./limits.ts";
import type { Failure } from "./messages.ts";

/** What is said of the program at the moment. */
export interface Shown {
  readonly say: string;
  readonly isSearching?: boolean;
  readonly hasMore?: boolean;
  readonly failure?: Failure | undefined;
  /** What to look for. */
  readonly look?: string | undefined;
  /** The number of the ending that is shown; 0 for the run itself. */
  readonly ending?: number;
}

interface Actions {
  readonly run: () => void;
  readonly explore: () => void;
  readonly cancel: () => void;
  readonly reset: () => void;
  readonly turn: (text: string) => void;
  readonly tryOut: (prompt: Prompt) => void;
  readonly ending: (at: number) => void;
  readonly goTo: (line: number) => void;
}

interface Props {
  readonly text: string;
  readonly changes: Changes;
  readonly shown: Shown;
  readonly isOwn: boolean;
  /** How many endings are known. */
  readonly endings: number;
  readonly on: Actions;
}

/** The buttons, the sliders and the changes to try, and what is said of the program: last, lest it move a slider away. */
export function Controls(props: Props): VNode {
  const { changes, on } = props;
  const look = props.shown.look ?? changes.look;
  return (
    <>
      <Buttons {...props} />
      {!CAN_USE && props.text.includes("await using") && (
        <p class="look">
          This browser does not know <code>await using</code> yet; Chromium does
          from 134 on, Firefox from 141 on. The program cannot be read here.
        </p>
      )}
      {changes.knobs.length > 0 && (
        <div class="knobs">
          {changes.knobs.map((knob) => (
            <Slider knob={knob} text={props.text} on={on} />
          ))}
        </div>
      )}
      {changes.prompts.length > 0 && (
        <p class="prompts">
          Try:{" "}
          {changes.prompts.map((prompt) => (
            <button type="button" onClick={() => on.tryOut(prompt)}>
              {prompt.title}
            </button>
          ))}
        </p>
      )}
      {look !== undefined && <p class="look">{look}</p>}
      <Status {...props} />
    </>
  );
}

function Buttons({ shown, isOwn, endings, on }: Props): VNode {
  const { isSearching, hasMore, failure, ending = 0 } = shown;
  const couldRun = failure?.kind !== "start";
  return (
    <div class="buttons">
      <button type="button" class="main" onClick={on.run}>
        ▶ Run <kbd>Ctrl+Enter</kbd>
      </button>
      {isSearching ? (
        <button type="button" onClick={on.cancel}>
          Cancel
        </button>
      ) : (
        <button type="button" onClick={on.explore} disabled={!couldRun}>
          {hasMore ? "Go on with the orders" : "Every order"}
        </button>
      )}
      <button type="button" onClick={on.reset} disabled={!isOwn}>
        Reset
      </button>
      {endings > 1 && !isSearching && (
        <label>
          Ending{" "}
          <input
            type="number"
            min={1}
            max={endings}
            value={ending}
            onInput={({ currentTarget: { valueAsNumber: at } }) =>
              at >= 1 && at <= endings && on.ending(at)
            }
          />{" "}
          of {endings}
        </label>
      )}
    </div>
  );
}

/** So many lines of a failure stand beside what the reader did; all of them stand in the output. */
const MOST_LINES = 8;
/** Longer lines of it are cut there. */
const LONGEST = 160;
/** A place in the program that is on the page. */
const PLACE = /\bat \S+:(\d+)(?: \([^)]*\))?/g;

function Status({ shown: { say, failure }, on }: Props): VNode {
  const line = failure?.line;
  const [first = "", ...more] = failure?.text.split("\n", MOST_LINES) ?? [];
  const short = first.length > LONGEST ? `${first.slice(0, LONGEST)}…` : first;
  return (
    <div class="status" role="status">
      {say}
      {failure && (
        <>
          {" "}
          <span class="failure">{short}</span>
        </>
      )}
      {line !== undefined && (
        <>
          {" "}
          <button type="button" onClick={() => on.goTo(line)}>
            line {line}
          </button>
        </>
      )}
      {more.length > 0 && (
        <ul class="waits">
          {more.map((it) => (
            <li>{it.replaceAll(PLACE, "in line $1")}</li>
          ))}
        </ul>
      )}
    </div>
  );
}

function Slider({
  knob,
  text,
  on,
}: {
  readonly knob: Knob;
  readonly text: string;
  readonly on: Actions;
}): VNode {
  const value = knob.read(text);
  return (
    <label>
      {knob.label}
      <input
        type="range"
        min={knob.least}
        max={knob.most}
        step={knob.step}
        value={value ?? knob.least}
        disabled={value === undefined}
        onInput={({ currentTarget }) =>
          on.turn(knob.write(text, currentTarget.valueAsNumber))
        }
      />
      <b>{value ?? "–"}</b>
    </label>
  );
}
