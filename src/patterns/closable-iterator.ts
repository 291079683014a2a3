/// <reference lib="esnext.disposable" preserve="true" />
import { checkKind, hasMethod, isIterable } from "../core/checks.ts";
import { shared } from "../core/errors.ts";

/** What the functions here read from: anything that `for await` takes. */
export type Source<T> = AsyncIterable<T> | Iterable<T>;

/** @throws TypeError if it cannot be iterated */
export function checkSource(act: string, source: unknown): void {
  const isSource = isAsync(source) || isIterable(source);
  checkKind(isSource, act, "the source must be iterable", source);
}

export function isAsync(source: unknown): source is AsyncIterable<unknown> {
  return hasMethod(source, Symbol.asyncIterator);
}

/** What a source gives. */
export type ItemOf<S> = S extends Source<infer T> ? Awaited<T> : never;

/**
 * An async generator that can be closed while somebody waits for its next item.
 *
 * - A generator does what it is asked one thing after the other, so its `return()` stands behind a `next()` that waits,
 *   maybe for ever: https://tc39.es/ecma262/#sec-asyncgenerator-prototype-return. This one first ends that wait.
 * - It can be disposed of by `await using`, which closes it.
 */
export interface ClosableIterator<T>
  extends AsyncGenerator<T, void, undefined>, AsyncDisposable {}

/** The answer of an iterator that gives no more. */
export function over(): IteratorReturnResult<undefined> {
  return { done: true, value: undefined };
}

/** The name of a method by which an iterator says whether closing it ends a `next()` that waits, at once. */
export const canEnd: unique symbol = shared("canEnd") as never;

/**
 * Gives a generator another way to close. The rest of it stays its own, since a call more for each item would show.
 *
 * @param end ends what the generator waits for, if it waits; gives what closing is to wait for, if anything
 * @param endsWait whether that ends a `next()` that waits; default: it does
 */
export function closable<T>(
  generator: AsyncGenerator<T, void, undefined>,
  end: (thrown: [error?: unknown]) => Promise<unknown> | undefined,
  endsWait: () => boolean | undefined = () => true,
): ClosableIterator<T> {
  // oxlint-disable-next-line typescript/unbound-method -- it is called on what it came from
  const { return: ownReturn, throw: ownThrow } = generator;
  const close = async (how: typeof ownThrow, ...thrown: [error?: unknown]) => {
    const ended = end(thrown);
    const closed = how.apply(generator, thrown as [unknown]);
    closed.catch(() => {}); // it is awaited below, unless something else fails first
    await ended;
    return closed;
  };
  return Object.defineProperties(generator, {
    return: { value: () => close(ownReturn) },
    throw: { value: (error: unknown) => close(ownThrow, error) },
    [Symbol.asyncDispose]: { value: async () => void (await close(ownReturn)) },
    [canEnd]: { value: endsWait },
  });
}
