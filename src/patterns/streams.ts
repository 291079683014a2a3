import { hasMethod } from "../core/checks.ts";
import { canEnd, isAsync, type Source } from "./closable-iterator.ts";

/** What is asked of a stream beside its items. */
interface Stream<T> extends AsyncIterable<T> {
  /** Of Node's. */
  destroy(): unknown;
  /** Of the web's, where it is the very function that also iterates: https://streams.spec.whatwg.org/#rs-class-definition */
  readonly values: unknown;
  getReader(): ReadableStreamDefaultReader<T>;
}

/**
 * How a source is read.
 *
 * Streams, Node's and the web's, let go of a loop only between two items: the `return()` of their iterators stands behind a
 * `next()` that waits. These end that one, quietly. As in Node's own, what is left is destroyed and not waited for.
 */
export function iteratorOf<T>(
  source: Source<T>,
): AsyncIterator<T> | Iterator<T> {
  if (!isAsync(source)) {
    return source[Symbol.iterator]();
  }
  const stream = source as Stream<T>;
  const open = stream[Symbol.asyncIterator];
  if (hasMethod(stream, "getReader") && stream.values === open) {
    return readerOf(stream);
  }
  const iterator = open.call(stream);
  return hasMethod(stream, "pipe") && hasMethod(stream, "destroy")
    ? {
        next: () => iterator.next(),
        return: async () => stream.destroy() as never,
      }
    : iterator;
}

/** It lets go of the stream once that has ended, has failed or is closed. */
function readerOf<T>(stream: Stream<T>): AsyncIterator<T> {
  const reader = stream.getReader();
  const release = (): void => reader.releaseLock();
  const iterator = {
    next() {
      const read = reader.read() as Promise<IteratorResult<T>>;
      read.then(({ done }) => done && release(), release);
      return read;
    },
    return: () => reader.cancel().finally(release) as Promise<never>,
    [canEnd]: () => true,
  };
  return iterator;
}
