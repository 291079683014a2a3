import { nextTick } from "../../core/platform.ts";
import type { Timer } from "../loop/jobs.ts";
import { at, type Trace, type TraceBudget } from "../node/source-places.ts";
import type { WaitLog } from "./observer.ts";

/** Something that main left behind. */
export interface Leak {
  readonly kind: "timer" | "task" | "context" | "generator";
  /** In words: what it is, whose, since which virtual millisecond, and where in the source. */
  readonly text: string;
}

type AsyncGeneratorMethods = Pick<AsyncGenerator, "next" | "return" | "throw">;

const generatorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf((async function* () {})()),
) as AsyncGeneratorMethods;

interface OpenGenerator {
  last: Promise<IteratorResult<unknown>>;
  readonly who: string;
  readonly since: number;
  readonly trace: Trace | undefined;
}

/** So many generators are watched at a time; those beyond go unnoticed, so that a long run does not hoard them. */
const MOST_GENERATORS = 10_000;

/** Sees which async generators were started, to tell in the end which of them never ended. */
export class GeneratorLog {
  readonly #open = new Map<object, OpenGenerator>();
  readonly #waitLog: WaitLog;
  readonly #now: () => number;
  readonly #budget: TraceBudget;

  constructor(waitLog: WaitLog, now: () => number, budget: TraceBudget) {
    this.#waitLog = waitLog;
    this.#now = now;
    this.#budget = budget;
  }

  /** @returns a function that ends it */
  install(): () => void {
    const real = { ...Object.getOwnPropertyDescriptors(generatorPrototype) };
    for (const method of ["next", "return", "throw"] as const) {
      const call = generatorPrototype[method];
      const note = (self: object, result: Promise<IteratorResult<unknown>>) =>
        this.#note(self, result);
      generatorPrototype[method] = function (
        this: AsyncGenerator,
        ...args: never[]
      ) {
        const result = Reflect.apply(call, this, args) as Promise<
          IteratorResult<unknown>
        >;
        note(this, result);
        return result;
      } as AsyncGenerator["next"] & AsyncGenerator["throw"];
    }
    return () => {
      for (const method of ["next", "return", "throw"] as const) {
        Object.defineProperty(generatorPrototype, method, real[method]);
      }
    };
  }

  /** Those that were asked for an item and have neither ended nor been closed. */
  async left(): Promise<readonly Leak[]> {
    const open = new Set(this.#open.values());
    for (const generator of open) {
      const close = (): boolean => open.delete(generator);
      generator.last.then(({ done }) => done === true && close(), close);
    }
    await new Promise<void>((resolve) => nextTick(resolve)); // behind the microtasks of those that have settled
    return [...open].map(({ who, since, trace }) => ({
      kind: "generator",
      text: `an async generator that ${who} opened at ${since} ms${at(trace)} is not closed`,
    }));
  }

  #note(generator: object, last: Promise<IteratorResult<unknown>>): void {
    const known = this.#open.get(generator);
    if (known !== undefined) {
      known.last = last;
    } else if (this.#open.size < MOST_GENERATORS) {
      const trace = this.#budget.take();
      const who = this.#waitLog.name;
      this.#open.set(generator, { last, who, since: this.#now(), trace });
    }
  }
}

/** What else is left once main has ended and nothing is ready any more. */
export function leftBehind(
  waitLog: WaitLog,
  timers: readonly Timer[],
): readonly Leak[] {
  const tasks = [...waitLog.tasks.values()].map(({ name, trace }): Leak => {
    const wait = waitLog.waits.find(({ who }) => who === name);
    const doing =
      wait === undefined
        ? ""
        : `, it waits for ${wait.what} since ${wait.since} ms`;
    return {
      kind: "task",
      text: `the task ${name}, created${at(trace)}, has not ended${doing}`,
    };
  });
  const contexts = [...waitLog.contexts.values()].map(
    ({ who, since, trace }): Leak => ({
      kind: "context",
      text: `a context that ${who} entered at ${since} ms${at(trace)} is not exited`,
    }),
  );
  const names = new Set([...waitLog.tasks.values()].map(({ name }) => name));
  const pending = timers
    .filter(({ owner, source }) =>
      source === undefined ? !names.has(owner) : source.hasRef(),
    )
    .map(({ isSleep, owner, deadline, trace }): Leak => ({
      kind: "timer",
      text: `a ${isSleep ? "sleep" : "timer"} that ${owner} set${at(trace)} is pending, due at ${deadline} ms`,
    }));
  return [...tasks, ...contexts, ...pending];
}
