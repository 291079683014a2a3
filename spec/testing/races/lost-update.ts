/*
 * A counter lives in a store. To count, one reads it, adds one, and writes it back. Two that read the same number write
 * the same number, and one of the two is lost. A lock lets one at a time through.
 */
import { asyncWith, Lock } from "../../../src/index.ts";
import { pass } from "./network.ts";

interface Store {
  visits: number;
}

/** Whoever reads before this has written adds to the same number. */
async function visit(store: Store): Promise<void> {
  const seen = store.visits;
  await pass(10);
  store.visits = seen + 1;
}

/** The same, one at a time. */
function visitOneByOne(): typeof visit {
  const lock = new Lock();
  return (store) => asyncWith(lock, () => visit(store));
}

function count(counted: () => typeof visit): () => Promise<void> {
  return async () => {
    const store = { visits: 0 };
    const add = counted();
    const second = async (): Promise<void> => {
      await pass(15);
      await add(store);
    };
    await Promise.all([add(store), second()]);
    console.log(`${store.visits} visits`);
  };
}

export const wrong = count(() => visit);
export const right = count(visitOneByOne);
