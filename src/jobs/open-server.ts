import { Kysely, PostgresDialect } from "kysely";
import { Pool, types } from "pg";
import { PgBoss } from "pg-boss";
import type { Database } from "./database.ts";
import { StateError, wordsOf } from "./state-error.ts";
import { type Db, SCHEMA, type Tables } from "./tables.ts";

/** Connections of ours, and as many again of pg-boss's. Several processes share a server's 100. */
const CONNECTIONS = 5;
/** Milliseconds. */
const CONNECT_TIMEOUT = 10_000;
/** Milliseconds. A server that is silent for longer is gone; whoever claims a job must learn that in time. */
const QUERY_TIMEOUT = 10_000;
/** `int8`, pg_type.dat. Our numbers are GitHub's ids, far below 2^53. */
const INT8 = 20;

/**
 * Opens a database of a PostgreSQL server.
 *
 * @throws {@link StateError} `DATABASE_UNREACHABLE`.
 */
export async function openServer(databaseUrl: string): Promise<Database> {
  const pool = createPool(databaseUrl);
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on("error", () => {});
  try {
    await pool.query("select 1");
  } catch (error) {
    await pool.end();
    throw new StateError(
      "DATABASE_UNREACHABLE",
      `The database at ${placeOf(databaseUrl)} cannot be reached: ${wordsOf(error)}. Check DATABASE_URL and the server.`,
      error,
    );
  }
  const db: Db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) }).withSchema(SCHEMA);
  const boss = new PgBoss({
    connectionString: databaseUrl,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_TIMEOUT,
    schedule: false,
    superviseIntervalSeconds: 15,
    monitorIntervalSeconds: 15,
  });
  return { db, boss, isShared: true, vacuum: async () => {}, close: () => db.destroy() };
}

function createPool(databaseUrl: string): Pool {
  try {
    return new Pool({
      connectionString: databaseUrl,
      max: CONNECTIONS,
      connectionTimeoutMillis: CONNECT_TIMEOUT,
      query_timeout: QUERY_TIMEOUT,
      keepAlive: true,
      types: {
        getTypeParser: (type, format) => (type === INT8 ? Number : types.getTypeParser(type, format)),
      },
    });
  } catch {
    // Without the cause, which quotes the whole URL and so the password.
    throw new StateError(
      "DATABASE_UNREACHABLE",
      "DATABASE_URL cannot be read. Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE.",
    );
  }
}

/** Where a server is, without who logs in. */
function placeOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl)) return "the place that DATABASE_URL names";
  const { host, pathname, searchParams } = new URL(databaseUrl);
  return `${host || searchParams.get("host") || "localhost"}${pathname}`;
}
