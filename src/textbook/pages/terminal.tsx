import type { VNode } from "preact";
import type { RecordedRun } from "../facts.ts";
import { Region } from "./boxes.tsx";

/**
 * What the run printed, as a terminal shows it; behind its virtual millisecond where time passes.
 * @param command what prints the same on the reader's own terminal
 * @param label what a screen reader calls it; no other part of the page has the same
 */
export function Terminal({
  lines,
  command,
  label = "Output",
}: {
  readonly lines: RecordedRun["lines"];
  readonly command?: string;
  readonly label?: string;
}): VNode {
  const takesTime = lines.some(({ at }) => at > 0);
  return (
    <Region kind="terminal" label={label}>
      {command && (
        <p class="command">{`$ ${command}${takesTime ? " --virtual" : ""}`}</p>
      )}
      <ol>
        {lines.map(({ at, text }) => (
          <li data-at={at}>
            {takesTime && <span class="ms">{at} ms</span>}
            <code>{text || " "}</code>
          </li>
        ))}
      </ol>
    </Region>
  );
}
