import { nextTurn, sleep } from "../../../src/index.ts";

/** What a function of a program waits for, step by step; behind each it puts down its name. */
export type Step =
  | { readonly wait: "turn" }
  | { readonly wait: "sleep" | "timer"; readonly ms: number };

/** Functions that all begin at once. */
export type Program = readonly (readonly Step[])[];

/** How a program is searched. */
export interface Searched {
  readonly vary?: "turns" | "deadlines" | undefined;
  readonly latency: number;
}

/** @param random gives numbers from 0 to below 1 */
export function randomProgram(random: () => number): Program {
  const below = (count: number): number => Math.floor(random() * count);
  const step = (): Step => {
    const wait = (["turn", "sleep", "timer"] as const)[below(3)];
    return wait === "turn" || wait === undefined
      ? { wait: "turn" }
      : { wait, ms: 1 + below(3) };
  };
  const shapes = [
    [1, 1, 1],
    [2, 1, 1],
    [2, 2],
    [3, 3],
    [2, 2, 1],
    [2, 2, 2],
    [1, 1, 1, 1],
  ];
  const shape = shapes[below(shapes.length)] as number[];
  return shape.map((length) => Array.from({ length }, step));
}

/** @param random gives numbers from 0 to below 1 */
export function randomSearch(random: () => number): Searched {
  const vary = ([undefined, "turns", "deadlines"] as const)[
    Math.floor(random() * 3)
  ];
  return { vary, latency: Math.floor(random() * 5) };
}

/** The program as the kit runs it: it prints in which order its functions went on, and when. */
export function mainOf(program: Program): () => Promise<void> {
  return async () => {
    const start = performance.now();
    let order = "";
    const play = async (
      steps: readonly Step[],
      name: number,
    ): Promise<void> => {
      for (const step of steps) {
        await done(step);
        order += `${name}@${performance.now() - start} `;
      }
    };
    await Promise.all(program.map(play));
    console.log(order);
  };
}

function done(step: Step): Promise<void> {
  if (step.wait === "turn") {
    return nextTurn();
  }
  const { wait, ms } = step;
  return wait === "sleep"
    ? sleep(ms)
    : new Promise<void>((resolve) => void setTimeout(resolve, ms));
}
