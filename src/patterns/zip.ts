import { checkSource } from "./async-iteration.ts";
import type { ClosableIterator, ItemOf, Source } from "./closable-iterator.ts";
import { type Inlet, Inlets } from "./inlet.ts";

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
  const inlets = new Inlets<unknown, unknown[] | undefined>("zip", sources);
  return inlets.readBy(zipped(inlets)) as ClosableIterator<Row<Sources>>;
}

async function* zipped(
  inlets: Inlets<unknown, unknown[] | undefined>,
): AsyncGenerator<unknown[], void, undefined> {
  const ask = () => inlets.add(nextRow(inlets.all));
  if (inlets.all.length > 0) {
    ask();
  }
  for await (const row of inlets) {
    if (!row) {
      break;
    }
    yield row;
    ask();
  }
  await inlets.close();
}

/** @returns undefined as soon as a source has ended */
function nextRow(
  all: readonly Inlet<unknown>[],
): Promise<unknown[] | undefined> {
  return new Promise((resolve, reject) => {
    const items = all.map(async (inlet) => {
      const { done, value } = await inlet.next();
      if (done) {
        resolve(undefined);
      }
      return value;
    });
    Promise.all(items).then(resolve, reject);
  });
}
