import { AsyncQueue, nextTurn } from "async-patterns";
import type { Database, Session } from "../../src/field/database.ts";

/**
 * The embedded database as if it were on a server: with two sessions, and a statement costs a turn. It has one session in
 * truth, so a transaction here would be everybody's.
 */
export function distant(database: Database): Database {
  const [near] = [database.pool.getNowait()];
  database.pool.putNowait(near);
  const far: Session = {
    open: () => near.open(),
    async query<Row>(text: string, values?: readonly unknown[]) {
      await nextTurn();
      return near.query<Row>(text, values);
    },
    commit: () => near.commit(),
    close: () => near.close(),
  };
  const pool = new AsyncQueue<Session>();
  pool.putNowait(far);
  pool.putNowait(far);
  return { ...database, pool };
}
