import { hasMethod } from "../core/checks.ts";
import { canEnd, isAsync, over, type Source } from "./closable-iterator.ts";

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
  if (
    hasMethod(stream, "getReader") &&
    stream.values === stream[Symbol.asyncIterator]
  ) {
    return readerOf(stream);
  }
  const iterator = stream[Symbol.asyncIterator]();
  return hasMethod(stream, "pipe") && hasMethod(stream, "destroy")
    ? endable(
        () => iterator.next(),
        () => stream.destroy(),
      )
    : iterator;
}

function readerOf<T>(stream: Stream<T>): AsyncIterator<T> {
  const reader = stream.getReader();
  return endable(
    async () => {
      const answer = await reader.read();
      if (answer.done) {
        reader.releaseLock();
      }
      return answer as IteratorResult<T>;
    },
    () => {
      const closed = reader.cancel();
      reader.releaseLock();
      return closed;
    },
  );
}

/** An iterator that answers a `next()` that waits when it is closed. */
function endable<T>(
  next: () => Promise<IteratorResult<T>>,
  close: () => unknown,
): AsyncIterator<T> & { [canEnd]: () => boolean } {
  let answer: (result: IteratorResult<T>) => void;
  return {
    next: () =>
      new Promise((resolve, reject) => {
        answer = resolve;
        next().then(resolve, reject);
      }),
    return: async () => {
      answer?.(over());
      await close();
      return over();
    },
    [canEnd]: () => true,
  };
}
