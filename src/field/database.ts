/*
 * What the programs stand on: PostgreSQL, embedded in this process or on a server, behind one small interface. The pool
 * is an AsyncQueue of sessions: who needs one gets it from the queue, waits while there is none, and puts it back.
 */
import {
  AsyncQueue,
  asyncWith,
  type AsyncContextManager,
} from "async-patterns";
import {
  Client,
  PGlite,
  protocol,
  type DatabaseError,
  type QueryResult,
} from "./engines/index.ts";

export type Values = readonly unknown[];

export interface Session {
  /** Opens the connection, also where it was lost; does nothing where it is open. */
  open(): Promise<void>;
  /** Several statements may stand in one text where there are no values. */
  query<Row>(text: string, values?: Values): Promise<Row[]>;
  /** @returns what the server answers: COMMIT, or ROLLBACK where a statement had failed before */
  commit(): Promise<string>;
  close(): Promise<void>;
}

export interface Database extends AsyncDisposable {
  /** The URL of the server, undefined where the database is embedded. */
  readonly url: string | undefined;
  readonly pool: AsyncQueue<Session>;
}

/** The tables of the programs lie in a schema of their own. */
const SCHEMA = "async_patterns";
const SESSIONS = 4;

/** @param url of a server; without it, the database lives in this process, in memory */
export async function openDatabase(url?: string): Promise<Database> {
  const sessions: Session[] =
    url === undefined
      ? [new EmbeddedSession(await PGlite.create())]
      : Array.from({ length: SESSIONS }, () => new ServerSession(url));
  const [first] = sessions as [Session];
  await first.open();
  await first.query(`CREATE SCHEMA IF NOT EXISTS ${SCHEMA}`);
  await first.query(`SET search_path TO ${SCHEMA}`);
  const pool = new AsyncQueue<Session>();
  sessions.forEach((session) => pool.putNowait(session));
  return {
    url,
    pool,
    async [Symbol.asyncDispose]() {
      await Promise.all(sessions.map((session) => session.close()));
    },
  };
}

/** A manager that suppresses no error, so that its body's result is never undefined. */
export interface Scope<T> extends AsyncContextManager<T> {
  exit(error?: unknown): Promise<void>;
}

/** Lends a session of the pool, with a connection that is open, until the body ends. */
export function session({ pool }: Database): Scope<Session> {
  let lent: Session;
  return {
    async enter() {
      lent = await pool.get();
      try {
        await lent.open();
      } catch (error) {
        pool.putNowait(lent);
        throw error;
      }
      return lent;
    },
    async exit() {
      pool.putNowait(lent);
    },
  };
}

/** One statement, or several without values, on a session of the pool. */
export function query<Row>(
  database: Database,
  text: string,
  values?: Values,
): Promise<Row[]> {
  return asyncWith(session(database), (session) =>
    session.query<Row>(text, values),
  );
}

/** PGlite has one session, and no locks between those who share it: so only one at a time may have it. */
class EmbeddedSession implements Session {
  readonly #database: PGlite;

  constructor(database: PGlite) {
    this.#database = database;
  }

  async open(): Promise<void> {}

  async query<Row>(text: string, values: Values = []): Promise<Row[]> {
    if (values.length === 0) {
      const answers = await this.#database.exec(text);
      return (answers.at(-1)?.rows ?? []) as Row[];
    }
    return (await this.#database.query<Row>(text, [...values])).rows;
  }

  async commit(): Promise<string> {
    // PGlite's own results do not have the server's answer, the messages below them do.
    const message = protocol.serialize.query("COMMIT");
    const { messages } = await this.#database.execProtocol(message);
    return messages.find((answer) => "text" in answer)?.text as string;
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}

class ServerSession implements Session {
  readonly #url: string;
  #client: Client | undefined;

  constructor(url: string) {
    this.#url = url;
  }

  async open(): Promise<void> {
    if (this.#client === undefined) {
      const client = new Client({
        connectionString: this.#url,
        options: `-c search_path=${SCHEMA}`,
      });
      // Without a listener, the loss of an idle connection ends the process.
      client.on("error", () => this.#lose(client));
      try {
        await client.connect();
      } catch (cause) {
        const { code, message } = cause as { code?: string; message: string };
        throw new Error(`Cannot connect to the server: ${message || code}`, {
          cause,
        });
      }
      this.#client = client;
    }
  }

  async query<Row>(text: string, values: Values = []): Promise<Row[]> {
    return (await this.#ask(text, values)).rows as Row[];
  }

  async commit(): Promise<string> {
    return (await this.#ask("COMMIT")).command;
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  /** A session that has lost its connection has none until it is lent again: what began on it must not go on. */
  async #ask(text: string, values: Values = []): Promise<QueryResult> {
    if (this.#client === undefined) {
      throw new Error("Cannot query: the connection to the server is lost");
    }
    const client = this.#client;
    try {
      const answer = await client.query(text, [...values]);
      return Array.isArray(answer) ? answer.at(-1) : answer;
    } catch (error) {
      if ((error as DatabaseError).severity === "FATAL") {
        this.#lose(client); // the server says so before it closes the connection
      }
      throw error;
    }
  }

  #lose(client: Client): void {
    if (this.#client === client) {
      this.#client = undefined;
    }
  }
}
