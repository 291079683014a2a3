import type { VNode } from "preact";
import type { NamePair } from "../python-names.ts";
import { Region } from "./boxes.tsx";

/** Python's names and TypeScript's, side by side, and what differs. */
export function PythonTable({
  names,
}: {
  readonly names: readonly NamePair[];
}): VNode {
  return (
    <Region kind="wide" label="Names">
      <table>
        <thead>
          <tr>
            <th scope="col">Python</th>
            <th scope="col">TypeScript</th>
            <th scope="col">What differs</th>
          </tr>
        </thead>
        <tbody>
          {names.map(({ python, typescript, differs }) => (
            <tr>
              <td>
                <code>{python}</code>
              </td>
              <td>
                <code>{typescript}</code>
              </td>
              <td>{differs}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Region>
  );
}
