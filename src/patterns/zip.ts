import { checkSource } from "./async-iteration.ts";
import {
  closable,
  type ClosableIterator,
  type ItemOf,
  type Source,
} from "./closable-iterator.ts";
import { Bell, closedAfter, closeOrThrow, Inlet } from "./inlet.ts";

/** An item of each source. */
type Row<Sources extends readonly Source<unknown>[]> = {
  -readonly [Index in keyof Sources]: ItemOf<Sources[Index]>;
};

/**
 * One item of each source at a time, as Python's zip.
 *
 * - All sources are asked at once, for one item each, and for the next ones when another row is wanted.
 * - It ends with the shortest source: what the others have given by then is dropped. The first failure ends it.
 * - It closes all sources, as `merge` does, also at its end.
 *
 * @throws TypeError if a source cannot be iterated
 */
export function zip<const Sources extends readonly Source<unknown>[]>(
  ...sources: Sources
): ClosableIterator<Row<Sources>> {
  sources.forEach((source) => checkSource("zip", source));
  const zipping = new Zipping(sources.map((source) => new Inlet(source)));
  return closable(
    zipping.rows() as AsyncGenerator<Row<Sources>, void, undefined>,
    () => zipping.end(),
  );
}

class Zipping {
  readonly #inlets: readonly Inlet<unknown>[];
  readonly #bell = new Bell();

  constructor(inlets: readonly Inlet<unknown>[]) {
    this.#inlets = inlets;
  }

  async *rows(): AsyncGenerator<unknown[], void, undefined> {
    try {
      for (;;) {
        const row = await this.#row();
        if (row === undefined) {
          break;
        }
        yield row;
      }
    } catch (error) {
      throw await closedAfter(error, this.#inlets);
    }
    await closeOrThrow(this.#inlets);
  }

  async end(): Promise<void> {
    this.#bell.stop();
    await closeOrThrow(this.#inlets);
  }

  /** @returns undefined as soon as a source has ended, or it is closed */
  async #row(): Promise<unknown[] | undefined> {
    const row: unknown[] = [];
    let left = this.#inlets.length;
    let failure: { error: unknown } | undefined;
    let isOver = left === 0;
    const note = (at: number, { done, value }: IteratorResult<unknown>) => {
      row[at] = value;
      isOver ||= done === true;
      if (--left === 0 || isOver) {
        this.#bell.ring();
      }
    };
    const fail = (error: unknown) => {
      failure ??= { error };
      this.#bell.ring();
    };
    this.#inlets.forEach((inlet, at) => {
      inlet.ask().then((result) => note(at, result), fail);
    });
    if (isOver || !(await this.#bell.rings())) {
      return undefined;
    }
    if (failure !== undefined) {
      throw failure.error;
    }
    return isOver ? undefined : row;
  }
}
