import { currentHost } from "../../../core/slot.ts";

/** A class whose objects are held with `await using`. */
export interface Held {
  readonly prototype: AsyncDisposable;
}

/**
 * Has runs told of objects that `await using` holds, as they are told of context managers: it looks up the method that
 * disposes where a block begins, and calls it where the block ends.
 */
export async function holding<T>(
  classes: readonly Held[],
  body: () => Promise<T>,
): Promise<T> {
  const undo = classes.map(({ prototype }) => watch(prototype));
  try {
    return await body();
  } finally {
    for (const each of undo) {
      each();
    }
  }
}

function watch(prototype: AsyncDisposable): () => void {
  const { asyncDispose } = Symbol;
  const own = Object.getOwnPropertyDescriptor(prototype, asyncDispose);
  const dispose = own?.value as () => Promise<void>;
  Object.defineProperty(prototype, asyncDispose, {
    configurable: true,
    get(this: object) {
      const { observer } = currentHost();
      observer?.contextEntered(this);
      return () => {
        const disposed = dispose.call(this);
        const left = (): void => observer?.contextExited(this, undefined);
        disposed.then(left, left);
        return disposed;
      };
    },
  });
  return () => Object.defineProperty(prototype, asyncDispose, own ?? {});
}
