/**
 * A peer's module. It is typed by whoever loads it, as far as he needs it: the types of the project hold whether or not
 * the peers are installed.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
