import type { ClosableIterator, ItemOf, Source } from "./closable-iterator.ts";
import { type Outcome, resultOf } from "./awaitables.ts";
import { type Inlet, type Inlets, readingAll } from "./inlet.ts";

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
  return readingAll("zip", sources, zipped) as ClosableIterator<Row<Sources>>;
}

async function* zipped(
  inlets: Inlets<unknown>,
): AsyncGenerator<unknown[], void, undefined> {
  try {
    for (;;) {
      const row = await nextRow(inlets);
      if (!row) {
        break;
      }
      yield row;
    }
  } catch (error) {
    await inlets.close(error);
  }
  await inlets.close();
}

/** @returns undefined as soon as a source has ended, or it is closed */
async function nextRow(
  inlets: Inlets<unknown>,
): Promise<unknown[] | undefined> {
  const row: unknown[] = [];
  let left = inlets.all.length;
  let end: Outcome<unknown[] | undefined> | undefined;
  const note = async (inlet: Inlet<unknown>, at: number): Promise<void> => {
    const answer = await inlet.ask();
    if ("error" in answer) {
      end ??= answer;
    } else if (answer.value.done) {
      end ??= { value: undefined };
    } else {
      row[at] = answer.value.value;
      if (--left === 0) {
        end ??= { value: row };
      }
    }
    if (end) {
      inlets.ring();
    }
  };
  inlets.all.forEach((inlet, at) => void note(inlet, at));
  return left > 0 && (await inlets.rings("zip")) && end
    ? resultOf(end)
    : undefined;
}
