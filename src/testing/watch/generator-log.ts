import { NativePromise } from "../../core/native-promise.ts";
import { nextTick } from "../../core/platform.ts";
import type { RunningCode } from "../loop/running-code.ts";
import { at, type Trace, type TraceBudget } from "../node/source-places.ts";
import type { Leak } from "./leaks.ts";

const METHODS = ["next", "return", "throw"] as const;

type AsyncGeneratorMethods = Pick<AsyncGenerator, (typeof METHODS)[number]>;

const generatorPrototype = Object.getPrototypeOf(
  Object.getPrototypeOf((async function* () {})()),
) as AsyncGeneratorMethods;

interface OpenGenerator {
  last: Promise<IteratorResult<unknown>>;
  readonly who: string;
  readonly since: number;
  readonly trace: Trace | undefined;
}

/** So many generators are watched at a time. Those beyond go unnoticed, so that a long run does not hoard them. */
const MOST_GENERATORS = 10_000;

/** Sees which async generators are started, to tell in the end which of them have not ended. */
export class GeneratorLog {
  readonly #open = new Map<object, OpenGenerator>();
  readonly #running: RunningCode;
  readonly #now: () => number;
  readonly #budget: TraceBudget;

  constructor(running: RunningCode, now: () => number, budget: TraceBudget) {
    this.#running = running;
    this.#now = now;
    this.#budget = budget;
  }

  /** @returns a function that ends it */
  install(): () => void {
    const real = Object.getOwnPropertyDescriptors(generatorPrototype);
    for (const method of METHODS) {
      generatorPrototype[method] = this.#noting(generatorPrototype[method]);
    }
    return () => {
      for (const method of METHODS) {
        Object.defineProperty(generatorPrototype, method, real[method]);
      }
    };
  }

  #noting(call: AsyncGenerator["next"] | AsyncGenerator["throw"]) {
    const note = (self: object, result: Promise<IteratorResult<unknown>>) =>
      this.#note(self, result);
    return function (this: AsyncGenerator, ...args: never[]) {
      const result = Reflect.apply(call, this, args) as Promise<
        IteratorResult<unknown>
      >;
      note(this, result);
      return result;
    } as AsyncGenerator["next"] & AsyncGenerator["throw"];
  }

  /** The generators that were asked for an item and have neither ended nor been closed. */
  async left(): Promise<readonly Leak[]> {
    const open = new Set(this.#open.values());
    for (const generator of open) {
      const close = (): boolean => open.delete(generator);
      generator.last.then(({ done }) => done === true && close(), close);
    }
    await new NativePromise<void>((resolve) => nextTick(resolve)); // behind the microtasks of those that have settled
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
      const { who } = this.#running;
      this.#open.set(generator, { last, who, since: this.#now(), trace });
    }
  }
}
