/**
 * A peer's module. The caller gives the types that it needs, so that the types of the project are right whether or not
 * the peers are installed.
 */
export async function loadPeer<T>(name: string): Promise<T> {
  return (await import(name)) as T;
}
