/** A generator that says when it opens and closes. */
export function watched() {
  const log: string[] = [];
  const source = (async function* () {
    log.push("opened");
    try {
      for (let n = 0; n < 10; n++) {
        yield n;
      }
    } finally {
      log.push("closed");
    }
  })();
  return { source, log };
}

/** No generator: it says when it is closed even if nothing was ever fetched. */
export function iterable(onClose = (): void => {}) {
  const log: string[] = [];
  let n = 0;
  const source: AsyncIterableIterator<number> = {
    [Symbol.asyncIterator]: () => source,
    async next() {
      log.push("next");
      return n < 3 ? { value: n++ } : { done: true, value: undefined };
    },
    async return() {
      log.push("closed");
      onClose();
      return { done: true, value: undefined };
    },
  };
  return { source, log };
}
