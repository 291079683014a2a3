/** Where a queue keeps its items: this decides in which order they leave. */
export interface ItemStore<T> {
  readonly size: number;
  /** Throws, and changes nothing, if it cannot hold such an item. */
  check?(item: T): void;
  push(item: T): void;
  /** Called only where `size` is above 0. */
  shift(): T;
}
